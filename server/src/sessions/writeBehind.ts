import type { Clock } from '../clock/Clock.ts';

export interface WriteBehind {
  /**
   * Writes after everything added before; tried again until it works. Resolves once it is written, or after
   * `PATIENCE_MS` when the database is away: then it is written as soon as the database is back.
   */
  add(write: () => Promise<void>): Promise<void>;
  /** Resolves when nothing is left to write, or after `ms`. Answers how many writes are left. */
  flush(ms: number): Promise<number>;
  size(): number;
}

/** How long a person waits for a database that is away. */
const PATIENCE_MS = 800;
const LONGEST_PAUSE_MS = 5_000;
/** About an hour of a busy site's chat. What comes beyond is not written. */
const MOST_WAITING = 20_000;

interface WriteBehindDeps {
  clock: Clock;
  /** Whether trying again can help; a write that fails otherwise is reported and given up. */
  isPassing(error: unknown): boolean;
  onGivenUp(error: unknown): void;
}

/**
 * The writes of the running sessions, in order: calls and chat must go on while the database is away, and what they
 * leave behind must be written when it is back.
 */
export function createWriteBehind({ clock, isPassing, onGivenUp }: WriteBehindDeps): WriteBehind {
  const waiting: { write: () => Promise<void>; done: () => void }[] = [];
  const idle: (() => void)[] = [];
  let isRunning = false;

  const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

  async function run(): Promise<void> {
    isRunning = true;
    let failures = 0;
    for (let first = waiting[0]; first; first = waiting[0]) {
      try {
        await first.write();
      } catch (error) {
        if (isPassing(error)) {
          await pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** failures++));
          continue;
        }
        onGivenUp(error);
      }
      failures = 0;
      waiting.shift();
      first.done();
    }
    isRunning = false;
    for (const resolve of idle.splice(0)) resolve();
  }

  return {
    add(write) {
      if (waiting.length >= MOST_WAITING) {
        onGivenUp(new Error('too many writes are waiting'));
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const cancel = clock.after(PATIENCE_MS, resolve);
        const done = (): void => {
          cancel();
          resolve();
        };
        waiting.push({ write, done });
        if (!isRunning) void run();
      });
    },

    async flush(ms) {
      if (isRunning) await Promise.race([new Promise<void>((resolve) => void idle.push(resolve)), pause(ms)]);
      return waiting.length;
    },

    size: () => waiting.length,
  };
}
