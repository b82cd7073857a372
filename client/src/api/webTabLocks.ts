import type { TabLocks } from './claimDeviceId.ts';

/** Web Locks (w3.org/TR/web-locks): the browser lets go of them when the tab dies, however it dies. */
export function createWebTabLocks(manager: LockManager): TabLocks {
  return {
    hold: (name, signal) =>
      new Promise((resolve) => {
        const untilTheTabDies = new Promise<never>(() => {});
        manager
          .request(name, { signal }, () => {
            resolve(true);
            return untilTheTabDies;
          })
          .catch(() => resolve(false));
      }),
  };
}
