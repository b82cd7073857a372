import type { Clock } from '../clock/Clock.ts';
import type { TransportLimits } from './transportLimits.ts';

/** The waits of a socket, counted in rounds: each at least one. A socket's first round comes after a part of the interval. */
export interface RoundWaits {
  ping: number;
  pong: number;
  loginCheck: number;
  age: number;
}

/** One timer for everything that has to be looked at on every socket: five thousand sockets are not twenty thousand timers. */
export interface SocketRounds {
  /** Calls `visit` in every round, until the returned function is called. */
  add(visit: (waits: RoundWaits) => void): () => void;
}

type Waits = Pick<TransportLimits, 'roundMs' | 'pingMs' | 'pongWaitMs' | 'loginCheckMs' | 'socketAgeMs'>;

export function createSocketRounds(clock: Clock, limits: Waits): SocketRounds {
  const visits = new Set<(waits: RoundWaits) => void>();
  let cancel: (() => void) | null = null;

  const inRounds = (ms: number): number => Math.max(1, Math.round(ms / limits.roundMs));
  const waits: RoundWaits = {
    ping: inRounds(limits.pingMs),
    pong: inRounds(limits.pongWaitMs),
    loginCheck: inRounds(limits.loginCheckMs),
    age: inRounds(limits.socketAgeMs),
  };

  const makeRound = (): void => {
    cancel = clock.after(limits.roundMs, makeRound);
    for (const visit of visits) visit(waits);
  };

  return {
    add(visit) {
      visits.add(visit);
      cancel ??= clock.after(limits.roundMs, makeRound);
      return () => {
        visits.delete(visit);
        if (visits.size > 0) return;
        cancel?.();
        cancel = null;
      };
    },
  };
}
