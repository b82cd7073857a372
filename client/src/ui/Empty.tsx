import type { ComponentChildren } from 'preact';
import { STAR_WEAVE } from './starPaths.ts';

/** One star in line, one sentence that says what will be here, and one way to get there. */
export function Empty({ words, children }: { words: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <svg viewBox="-100 -100 200 200" aria-hidden="true">
        <path d={STAR_WEAVE} />
      </svg>
      <p>{words}</p>
      {children}
    </div>
  );
}
