import { SMALL_STAR } from './starPaths.ts';

/** A person as a small star with the first letter; filled: is here. */
export function Mono({ name, isHere }: { name: string; isHere: boolean }) {
  return (
    <span class={isHere ? 'mono mono--here' : 'mono'} aria-hidden="true">
      <svg viewBox="-50 -50 100 100">
        <path d={SMALL_STAR} />
      </svg>
      <span>{initialOf(name)}</span>
    </span>
  );
}

/** The first letter that a reader sees: one code point with its marks, in capitals. Gʻayrat gives G. */
export function initialOf(name: string): string {
  return /\p{L}\p{M}*|\S/u.exec(name)?.[0].toLocaleUpperCase() ?? '';
}
