/** However busy the page is, it is done after this long. */
const AT_LAST_MS = 2000;
/** What a browser without idle times gets: Safari before 27. */
const SOON_MS = 200;

/** For what is not needed for what is on the screen: runs it when the page has nothing else to do. */
export function whenIdle(run: () => void): void {
  // Not in Safari, whatever the types say.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: AT_LAST_MS });
  else setTimeout(run, SOON_MS);
}

/** Between two pieces of work, so that a tap or a frame need not wait for both. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
