import type { Clock } from './Clock.ts';

interface RepeatOptions {
  /** Milliseconds from the end of one run to the start of the next, asked anew each time. */
  pauseMs: () => number;
  run: () => Promise<void>;
  /** A run that fails is reported; the next one comes all the same. */
  onError: (error: unknown) => void;
}

/** Runs a task again and again, never twice at once, until the returned function is called. */
export function repeat(clock: Clock, { pauseMs, run, onError }: RepeatOptions): () => void {
  let isStopped = false;
  let cancel = clock.after(pauseMs(), next);
  function next(): void {
    void run()
      .catch(onError)
      .finally(() => {
        if (!isStopped) cancel = clock.after(pauseMs(), next);
      });
  }
  return () => {
    isStopped = true;
    cancel();
  };
}
