import { useEffect, useState } from 'preact/hooks';

/** The width from which the chat is a column and the navigation a rail; the same as in the style sheets. */
export const DESK = '(min-width: 60rem)';

/** Phones and tablets. */
export const TOUCH = '(pointer: coarse)';

export function useMediaQuery(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const follow = (): void => setMatches(list.matches);
    follow();
    list.addEventListener('change', follow);
    return () => list.removeEventListener('change', follow);
  }, [query]);
  return matches;
}
