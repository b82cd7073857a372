import { useEffect, useRef } from 'preact/hooks';

/**
 * While open, the browser's Back closes instead of leaving the screen.
 * @param close only changes state; called at most once for each time it was open
 */
export function useBackCloses(isOpen: boolean, close: () => void): void {
  const newestClose = useRef(close);
  newestClose.current = close;
  useEffect(() => {
    if (!isOpen) return undefined;
    history.pushState({ isSheet: true }, '');
    const onBack = (): void => newestClose.current();
    addEventListener('popstate', onBack);
    return () => {
      removeEventListener('popstate', onBack);
      // Closed by a button or Escape: take our own entry away again.
      if ((history.state as { isSheet?: boolean } | null)?.isSheet === true) history.back();
    };
  }, [isOpen]);
}
