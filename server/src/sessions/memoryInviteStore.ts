import type { Invite, InviteStore } from './InviteStore.ts';

/** For one process. Nothing awaits inside a method, so each is one step. */
export function createMemoryInviteStore(): InviteStore {
  const bySender = new Map<string, Invite>();

  function takeWhere(isMeant: (invite: Invite) => boolean): Invite[] {
    const taken = [...bySender.values()].filter(isMeant);
    for (const invite of taken) bySender.delete(invite.fromUserId);
    return taken;
  }

  return {
    async put(invite) {
      const replaced = bySender.get(invite.fromUserId) ?? null;
      bySender.set(invite.fromUserId, invite);
      return replaced;
    },
    get: async (inviteId) => [...bySender.values()].find((invite) => invite.id === inviteId) ?? null,
    take: async (inviteId) => takeWhere((invite) => invite.id === inviteId)[0] ?? null,
    takeExpired: async (now) => takeWhere((invite) => invite.expiresAt <= now),
    takeOf: async (userId) =>
      takeWhere(({ fromUserId, toUserId }) => fromUserId === userId || toUserId === userId),
    takeBetween: async (userId, otherId) =>
      takeWhere(({ fromUserId, toUserId }) =>
        [
          [userId, otherId],
          [otherId, userId],
        ].some(([from, to]) => fromUserId === from && toUserId === to),
      ),
  };
}
