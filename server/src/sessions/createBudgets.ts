import { newSideBudget, type SideBudget } from './callBudget.ts';

/** No limit of a side looks back further. */
const IDLE_MS = 60_000;

interface Sides {
  bySide: Map<string, SideBudget>;
  /** Milliseconds since 1970. */
  usedAt: number;
}

/**
 * What the sides of the sessions and prepared pairs of this server have used. A session may end on another server, and
 * a prepared pair ends without a word: what nobody has used for a while is forgotten.
 */
export function createBudgets() {
  const bySession = new Map<string, Sides>();

  return {
    of(sessionId: string, userId: string, now: number): SideBudget {
      let sides = bySession.get(sessionId);
      if (!sides) bySession.set(sessionId, (sides = { bySide: new Map(), usedAt: now }));
      sides.usedAt = now;
      let budget = sides.bySide.get(userId);
      if (!budget) sides.bySide.set(userId, (budget = newSideBudget()));
      return budget;
    },

    forget: (sessionId: string): void => void bySession.delete(sessionId),

    forgetIdle(now: number): void {
      for (const [sessionId, { usedAt }] of bySession) {
        if (now - usedAt > IDLE_MS) bySession.delete(sessionId);
      }
    },

    size: (): number => bySession.size,
  };
}
