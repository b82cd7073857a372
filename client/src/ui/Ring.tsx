import { useLayoutEffect, useRef } from 'preact/hooks';
import { RING_KITES, RING_STAR } from './starPaths.ts';

const KITES = 20;

interface RingProps {
  /** 0…1: how much of the round has passed; null: no round is known, no kite is lit. */
  passed: number | null;
  number: string;
  unit: string;
}

/** Twenty kites around my star, one lit for each twentieth of a round. */
export function Ring({ passed, number, unit }: RingProps) {
  const ring = useRef<HTMLDivElement>(null);
  const lit = passed === null ? 0 : Math.round(KITES * Math.min(1, Math.max(0, passed)));
  useLayoutEffect(() => ring.current?.style.setProperty('--lit', String(lit)), [lit]);
  return (
    <div class="ring" ref={ring} role="timer" aria-live="off">
      <div class="ring__breath" aria-hidden="true">
        <svg viewBox="-100 -100 200 200">
          <path class="ring__star" d={RING_STAR} />
          <path class="ring__kites" d={RING_KITES} />
        </svg>
        <svg class="ring__lit" viewBox="-100 -100 200 200">
          <path d={RING_KITES} />
        </svg>
      </div>
      <div>
        <div class="ring__number">{number}</div>
        <div class="small quiet">{unit}</div>
      </div>
    </div>
  );
}
