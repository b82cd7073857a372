import type { Clock } from './Clock.ts';

/** Runs now and then every `ms`, counted from the end of the last run; returns the function that stops. */
export function repeat(clock: Clock, ms: number, run: () => void): () => void {
  let cancel = (): void => {};
  const step = (): void => {
    cancel = clock.after(ms, step);
    run();
  };
  step();
  return () => cancel();
}
