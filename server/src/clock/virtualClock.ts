import type { Clock } from './Clock.ts';

export interface VirtualClock extends Clock {
  /** Moves time on and runs what falls due, in order; lets promises settle between two timers. */
  advance(ms: number): Promise<void>;
}

/** Every promise that can settle without time or network has settled when the event loop comes round. */
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/**
 * A clock for tests: it stands still until it is told to move.
 * @param settle resolves when all that goes on without time has come to an end
 */
export function createVirtualClock(
  startAt = Date.UTC(2026, 0, 1),
  settle: () => Promise<void> = nextTurn,
): VirtualClock {
  let now = startAt;
  let lastId = 0;
  const timers = new Map<number, { at: number; run: () => void }>();

  const nextDue = (until: number): [number, { at: number; run: () => void }] | undefined =>
    [...timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];

  return {
    now: () => now,
    after(ms, run) {
      const id = ++lastId;
      timers.set(id, { at: now + Math.max(0, ms), run });
      return () => void timers.delete(id);
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let due = nextDue(until); due; due = nextDue(until)) {
        const [id, timer] = due;
        timers.delete(id);
        now = Math.max(now, timer.at);
        timer.run();
        await settle();
      }
      now = until;
      await settle();
    },
  };
}
