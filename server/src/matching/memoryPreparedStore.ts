import type { PreparedPair, PreparedStore } from './PreparedStore.ts';

/** For one process. Nothing awaits inside a method, so each is one step. */
export function createMemoryPreparedStore(): PreparedStore {
  const bySession = new Map<string, PreparedPair>();
  const sessionIdOfUser = new Map<string, string>();

  function take(sessionId: string): PreparedPair | null {
    const pair = bySession.get(sessionId) ?? null;
    bySession.delete(sessionId);
    for (const { userId } of pair?.sides ?? []) {
      if (sessionIdOfUser.get(userId) === sessionId) sessionIdOfUser.delete(userId);
    }
    return pair;
  }

  return {
    async put(pairs) {
      for (const pair of pairs) {
        bySession.set(pair.sessionId, pair);
        for (const { userId } of pair.sides) sessionIdOfUser.set(userId, pair.sessionId);
      }
    },

    async get(sessionId) {
      return bySession.get(sessionId) ?? null;
    },

    async all() {
      return [...bySession.values()];
    },

    async take(sessionId) {
      return take(sessionId);
    },

    async takeOf(userIds) {
      return userIds.map((userId) => take(sessionIdOfUser.get(userId) ?? '')).filter((pair) => pair !== null);
    },
  };
}
