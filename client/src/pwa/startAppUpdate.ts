import type { ReadonlySignal } from '@preact/signals';
import { Workbox } from 'workbox-window';
import type { AppUpdate } from './createAppUpdate.ts';
import { createAppUpdate } from './createAppUpdate.ts';
import { trustedWorkerUrl } from './trustedWorkerUrl.ts';

/** Registers the worker; fetched after the first paint. null: this browser has no service workers. */
export async function startAppUpdate(isBusy: ReadonlySignal<boolean>): Promise<AppUpdate | null> {
  if (!('serviceWorker' in navigator)) return null;
  const update = createAppUpdate({
    container: navigator.serviceWorker,
    worker: new Workbox(trustedWorkerUrl(globalThis), { scope: '/', updateViaCache: 'none' }),
    isBusy,
    reload: () => location.reload(),
    onOccasion(everyMs, ask) {
      setInterval(ask, everyMs);
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') ask();
      });
    },
  });
  await update.start();
  return update;
}
