import { AppError } from '../contract/errors.ts';

interface GateSettings {
  /** How many run at once. */
  running: number;
  /** How many wait for a place; who comes then is refused. */
  waiting: number;
  /** When a refused one is told to come back. */
  retryAfterMs: number;
}

/** Runs the work, now or when it is its turn. @throws AppError BUSY when too many wait already */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** Keeps costly work from taking the whole machine. First come, first served. */
export function createGate({ running, waiting, retryAfterMs }: GateSettings): Gate {
  let free = running;
  const queue: (() => void)[] = [];

  /** Hands the place to the next in line, or gives it back. */
  function leave(): void {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  }

  return async (work) => {
    if (free > 0) {
      free -= 1;
    } else {
      if (queue.length >= waiting) throw new AppError('BUSY', { retryAfterMs });
      await new Promise<void>((resolve) => void queue.push(resolve));
    }
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
