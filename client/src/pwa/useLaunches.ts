import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';

/** Chromium's, and not in TypeScript's library. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { targetURL?: string }) => void): void;
}

/**
 * A tapped shortcut or link focuses the window that is open (`launch_handler` in the manifest) instead of loading it
 * anew, which would cut a call; where it leads is gone to here.
 * @param isFree false while somebody searches or talks: then the window is only brought to the front
 */
export function useLaunches(isFree: boolean): void {
  const { route } = useLocation();
  const now = useRef({ isFree, route });
  now.current = { isFree, route };
  useEffect(() => {
    const { launchQueue } = window as Window & { launchQueue?: LaunchQueue };
    launchQueue?.setConsumer(({ targetURL }) => {
      const to = targetURL === undefined ? null : URL.parse(targetURL);
      if (to === null || !now.current.isFree || to.href === location.href) return;
      now.current.route(to.pathname + to.search);
    });
  }, []);
}
