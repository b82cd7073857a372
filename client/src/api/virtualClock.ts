import type { Clock } from './Clock.ts';

export interface VirtualClock extends Clock {
  /** Moves time on and runs what falls due, in order; lets promises settle between two timers. */
  advance(ms: number): Promise<void>;
  /** Timers that are still set: a finished thing leaves none. */
  pending(): number;
}

/** A clock for tests: it stands still until it is told to move. */
export function createVirtualClock(startAt = Date.UTC(2026, 0, 1)): VirtualClock {
  let now = startAt;
  let lastId = 0;
  const timers = new Map<number, { at: number; run: () => void }>();

  const nextDue = (until: number) =>
    [...timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 30; turn++) await Promise.resolve();
  };

  return {
    now: () => now,
    after(ms, run) {
      const id = ++lastId;
      timers.set(id, { at: now + Math.max(0, ms), run });
      return () => void timers.delete(id);
    },
    pending: () => timers.size,
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
