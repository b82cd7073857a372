import { useId } from 'preact/hooks';
import { FIELD_CELL, STAR } from './starPaths.ts';

/** Cells of the pattern, in stars from the middle one. */
type Cell = readonly [right: number, down: number];

/** The lines behind a real star, going on from that star's own lines. `lit` cells are a shade lighter. */
export function GirihField({ lit = [] }: { lit?: readonly Cell[] }) {
  const id = useId();
  return (
    <svg class="field" viewBox="-700 -700 1400 1400" aria-hidden="true">
      <defs>
        <pattern id={id} x="-100" y="-100" width="200" height="200" patternUnits="userSpaceOnUse">
          <path class="field__lines" transform="translate(100 100)" d={FIELD_CELL} />
        </pattern>
      </defs>
      {lit.map(([right, down]) => (
        <path
          key={`${right} ${down}`}
          class="field__lit"
          transform={`translate(${right * 200} ${down * 200})`}
          d={STAR}
        />
      ))}
      <rect x="-700" y="-700" width="1400" height="1400" fill={`url(#${id})`} stroke="none" />
    </svg>
  );
}
