import type { Signal } from '@suhbatdosh/server/contract';
import type { Clock } from '../api/Clock.ts';

const MINUTE_MS = 60_000;
/** More than the worst road needs: offers and answers together, and candidates. */
const DESCRIPTIONS = 24;
const CANDIDATES = 240;

/** What is heard directly costs work and data here, as much as a partner likes to ask for: the rest of a minute's is dropped. */
export function createSignalBudget(clock: Clock): (signals: readonly Signal[]) => Signal[] {
  let countedFromMs = clock.now();
  let descriptions = 0;
  let candidates = 0;

  return (signals) => {
    const nowMs = clock.now();
    if (nowMs - countedFromMs >= MINUTE_MS) {
      countedFromMs = nowMs;
      descriptions = 0;
      candidates = 0;
    }
    return signals.filter((signal) =>
      signal.type === 'ice_candidate' ? ++candidates <= CANDIDATES : ++descriptions <= DESCRIPTIONS,
    );
  };
}
