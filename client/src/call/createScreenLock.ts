/** Keeps the screen on during a call: a phone that sleeps takes the microphone from a web page. */
export interface ScreenLock {
  setWanted(isWanted: boolean): void;
  /** The browser lets go of the lock when the page is hidden. */
  renew(): void;
}

export function createScreenLock(keepScreenOn: () => Promise<(() => void) | null>): ScreenLock {
  let isWanted = false;
  let release: (() => void) | null = null;

  const drop = (): void => {
    release?.();
    release = null;
  };

  const take = async (): Promise<void> => {
    const taken = await keepScreenOn();
    drop();
    release = taken;
    if (!isWanted) drop();
  };

  return {
    setWanted(next) {
      if (next === isWanted) return;
      isWanted = next;
      if (next) void take();
      else drop();
    },
    renew() {
      if (isWanted) void take();
    },
  };
}
