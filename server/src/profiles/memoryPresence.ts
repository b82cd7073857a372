import type { PresenceState } from '../contract/index.ts';
import type { Presence } from './Presence.ts';

/** What the queue and the calls know of a person who is here. */
export interface PresenceLookups {
  isWaiting(userId: string): boolean;
  isInSession(userId: string): boolean;
}

/** For one process. */
export function createMemoryPresence(lookups: PresenceLookups): Presence {
  /** Only users with a device have an entry. */
  const devices = new Map<string, Set<string>>();

  function stateOf(userId: string): PresenceState {
    if (!devices.has(userId)) return 'offline';
    if (lookups.isInSession(userId)) return 'in_session';
    return lookups.isWaiting(userId) ? 'waiting' : 'online';
  }

  return {
    async attach(userId, deviceId) {
      const here = devices.get(userId) ?? new Set<string>();
      devices.set(userId, here.add(deviceId));
    },
    async detach(userId, deviceId) {
      const here = devices.get(userId);
      here?.delete(deviceId);
      if (here?.size === 0) devices.delete(userId);
    },
    isAttached: async (userId, deviceId) => devices.get(userId)?.has(deviceId) ?? false,
    states: async (userIds) => userIds.map(stateOf),
    onlineCount: async () => devices.size,
    onlineIds: async () => [...devices.keys()],
  };
}
