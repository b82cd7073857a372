import type { Clock } from '../clock/Clock.ts';
import type { TransportLimits } from './transportLimits.ts';

/** The waits of a socket, counted in rounds: each at least one. A socket's first round comes after a part of the interval. */
export interface RoundWaits {
  ping: number;
  pong: number;
  loginCheck: number;
  age: number;
}

/** Something that is looked at in every round. */
export interface RoundVisitor {
  visit(waits: RoundWaits): void;
}

/** One timer for everything that has to be looked at on every socket: five thousand sockets are not twenty thousand timers. */
export interface SocketRounds {
  add(visitor: RoundVisitor): void;
  remove(visitor: RoundVisitor): void;
}

type Waits = Pick<TransportLimits, 'roundMs' | 'pingMs' | 'pongWaitMs' | 'loginCheckMs' | 'socketAgeMs'>;

export function createSocketRounds(clock: Clock, limits: Waits): SocketRounds {
  const visitors = new Set<RoundVisitor>();
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
    for (const visitor of visitors) visitor.visit(waits);
  };

  return {
    add(visitor) {
      visitors.add(visitor);
      cancel ??= clock.after(limits.roundMs, makeRound);
    },
    remove(visitor) {
      visitors.delete(visitor);
      if (visitors.size > 0) return;
      cancel?.();
      cancel = null;
    },
  };
}
