const KEY = 'suhbatdosh.reloadedAt';
const ONCE_IN_MS = 60_000;

/**
 * A page that is older than the server's files asks for a chunk that is gone: a reload brings the new ones.
 * Not during a call, and not twice in a minute, or a broken server would make it spin.
 */
export function reloadForMissingChunk(isBusy: () => boolean): void {
  addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (isBusy() || !navigator.onLine || Date.now() - last < ONCE_IN_MS) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    location.reload();
  });
}
