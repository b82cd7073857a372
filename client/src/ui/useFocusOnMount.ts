import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The focus goes there once, after whatever has opened around it has had it. */
export function useFocusOnMount<Target extends HTMLElement>(): RefObject<Target | null> {
  const target = useRef<Target>(null);
  useEffect(() => target.current?.focus({ preventScroll: true }), []);
  return target;
}
