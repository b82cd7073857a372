import {
  preparedSidesOf,
  type ArrivalPair,
  type PreparedPair,
  type PreparedStore,
  type RoundPair,
} from './PreparedStore.ts';

/** For one process. Nothing awaits inside a method, so each is one step. */
export function createMemoryPreparedStore(): PreparedStore {
  const planned = new Map<string, RoundPair>();
  const arrivals = new Map<string, ArrivalPair>();
  const connected = new Map<string, Set<string>>();
  const sessionIdOfUser = new Map<string, string>();

  const get = (sessionId: string): PreparedPair | null =>
    planned.get(sessionId) ?? arrivals.get(sessionId) ?? null;

  const isArriving = ({ sides }: PreparedPair): boolean =>
    sides.some(({ userId }) => arrivals.has(sessionIdOfUser.get(userId) ?? ''));

  function noteUsers({ sessionId, sides }: PreparedPair): void {
    for (const { userId } of sides) sessionIdOfUser.set(userId, sessionId);
  }

  function take(sessionId: string): PreparedPair | null {
    const pair = get(sessionId);
    planned.delete(sessionId);
    arrivals.delete(sessionId);
    connected.delete(sessionId);
    for (const { userId } of pair?.sides ?? []) {
      if (sessionIdOfUser.get(userId) === sessionId) sessionIdOfUser.delete(userId);
    }
    return pair;
  }

  const takeOf = (userIds: readonly string[]): PreparedPair[] =>
    userIds.map((userId) => take(sessionIdOfUser.get(userId) ?? '')).filter((pair) => pair !== null);

  return {
    async putPlanned(pairs) {
      return pairs.filter((pair) => {
        if (isArriving(pair)) return false;
        planned.set(pair.sessionId, pair);
        noteUsers(pair);
        return true;
      });
    },

    async putArrival(pair) {
      if (isArriving(pair)) return null;
      const gaveWay = takeOf(pair.sides.map(({ userId }) => userId));
      arrivals.set(pair.sessionId, pair);
      noteUsers(pair);
      return gaveWay.filter((pair) => pair.kind === 'round');
    },

    async get(sessionId) {
      return get(sessionId);
    },

    async planned() {
      return [...planned.values()];
    },

    async arrivals() {
      return [...arrivals.values()];
    },

    async noteConnected(sessionId, userId) {
      const pair = arrivals.get(sessionId);
      if (!pair || !preparedSidesOf(pair, userId)) return null;
      const users = connected.get(sessionId) ?? new Set();
      connected.set(sessionId, users);
      const isNews = !users.has(userId);
      users.add(userId);
      return isNews && users.size === pair.sides.length ? pair : null;
    },

    async take(sessionId) {
      return take(sessionId);
    },

    async takeOf(userIds) {
      return takeOf(userIds);
    },
  };
}
