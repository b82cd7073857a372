import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface LazyScreen<Props> {
  Screen: (props: Props) => JSX.Element;
  /** Fetches it ahead of need; rejects when it cannot be had. */
  preload(): Promise<void>;
}

/**
 * A screen in a chunk of its own. Shows `Waiting` until it is here; once it is, it is drawn at once.
 * A failed download is tried again the next time that the screen is wanted.
 */
export function lazyScreen<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType,
): LazyScreen<Props> {
  let Loaded: ComponentType<Props> | null = null;
  let loading: Promise<void> | null = null;

  const preload = (): Promise<void> => {
    loading ??= load().then(
      (component) => {
        Loaded = component;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };

  function Screen(props: Props) {
    const [isLoaded, setLoaded] = useState(Loaded !== null);
    useEffect(() => {
      // Not whether it is here now: it may have come since this was drawn, and is still to be shown.
      if (!isLoaded) preload().then(() => setLoaded(true), reportToWindow);
    }, [isLoaded]);
    return Loaded === null ? <Waiting /> : <Loaded {...props} />;
  }
  return { Screen, preload };
}

/** As an error of the page: `vite:preloadError` has been told already, and decides whether to reload. */
function reportToWindow(error: unknown): void {
  dispatchEvent(new ErrorEvent('error', { error }));
}
