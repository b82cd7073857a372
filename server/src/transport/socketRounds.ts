import type { Clock } from '../clock/Clock.ts';

/** One timer for everything that has to be looked at on every socket: five thousand sockets are not ten thousand timers. */
export interface SocketRounds {
  /** How many rounds a wait is, at least one. A visitor's first round comes after a part of the interval. */
  in(ms: number): number;
  /** Calls `visit` in every round, until the returned function is called. */
  add(visit: () => void): () => void;
}

export function createSocketRounds(clock: Clock, roundMs: number): SocketRounds {
  const visits = new Set<() => void>();
  let cancel: (() => void) | null = null;

  const makeRound = (): void => {
    cancel = clock.after(roundMs, makeRound);
    for (const visit of visits) visit();
  };

  return {
    in: (ms) => Math.max(1, Math.round(ms / roundMs)),
    add(visit) {
      visits.add(visit);
      cancel ??= clock.after(roundMs, makeRound);
      return () => {
        visits.delete(visit);
        if (visits.size > 0) return;
        cancel?.();
        cancel = null;
      };
    },
  };
}
