import type { NetworkHint } from './decideProbe.ts';

/** Part of the Network Information API (wicg.github.io/netinfo), which TypeScript does not know; Chromium only. */
export interface NetworkInformation extends EventTarget {
  /** wifi, cellular, none …; only phones tell. */
  readonly type?: string;
  readonly saveData?: boolean;
}

/** @returns the function that stops watching */
export function watchNetwork(
  page: Window,
  information: NetworkInformation | undefined,
  listener: (hint: NetworkHint) => void,
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  page.addEventListener('online', () => listener('online'), { signal });
  page.document.addEventListener(
    'visibilitychange',
    () => {
      if (page.document.visibilityState === 'visible') listener('visible');
    },
    { signal },
  );
  // `change` also comes for every new estimate of the speed, which means nothing here.
  let type = information?.type;
  information?.addEventListener(
    'change',
    () => {
      if (information.type === type) return;
      type = information.type;
      if (type !== 'none') listener('network_changed');
    },
    { signal },
  );
  return () => stop.abort();
}
