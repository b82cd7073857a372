import type { IconName } from './Icon.tsx';
import { Icon } from './Icon.tsx';
import { STAR_WEAVE } from './starPaths.ts';

/** A star that is not whole: something stands in the way. */
export function TroubleStar({ icon }: { icon: IconName }) {
  return (
    <div class="trouble__star">
      <svg viewBox="-100 -100 200 200" aria-hidden="true">
        <path d={STAR_WEAVE} />
      </svg>
      <Icon name={icon} />
    </div>
  );
}
