import type { Invite, InviteStore } from './InviteStore.ts';
import type { Redis } from '../redis/Redis.ts';
import { defineScript } from '../redis/RedisScript.ts';

/** KEYS: invitations. ARGV: sender, invitation. Replies the one that was replaced. */
const PUT = defineScript<string | null>(`
local replaced = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return replaced
`);

/** Lua: the invitations that `isMeant`, taken out if so wished. They live for half a minute: there are never many. */
const SELECT = `
local function select(isMeant, isTaken)
  local selected = {}
  for _, json in ipairs(redis.call('HVALS', KEYS[1])) do
    local invite = cjson.decode(json)
    if isMeant(invite) then
      table.insert(selected, json)
      if isTaken then redis.call('HDEL', KEYS[1], invite.fromUserId) end
    end
  end
  return selected
end
`;

/** ARGV: invitation. */
const GET = defineScript<string[]>(`${SELECT}
return select(function(invite) return invite.id == ARGV[1] end, false)
`);

const TAKE = defineScript<string[]>(`${SELECT}
return select(function(invite) return invite.id == ARGV[1] end, true)
`);

/** ARGV: expired at or before then. */
const TAKE_EXPIRED = defineScript<string[]>(`${SELECT}
return select(function(invite) return invite.expiresAt <= tonumber(ARGV[1]) end, true)
`);

/** ARGV: user. */
const TAKE_OF = defineScript<string[]>(`${SELECT}
return select(function(invite) return invite.fromUserId == ARGV[1] or invite.toUserId == ARGV[1] end, true)
`);

/** ARGV: the two users. */
const TAKE_BETWEEN = defineScript<string[]>(`${SELECT}
return select(function(invite)
  return invite.fromUserId == ARGV[1] and invite.toUserId == ARGV[2]
    or invite.fromUserId == ARGV[2] and invite.toUserId == ARGV[1]
end, true)
`);

/** For many servers. */
export function createRedisInviteStore(redis: Redis): InviteStore {
  const keys = [redis.keys.invites];

  return {
    async put(invite) {
      const replaced = await redis.run(PUT, { keys, args: [invite.fromUserId, JSON.stringify(invite)] });
      return replaced === null ? null : toInvite(replaced);
    },
    get: async (inviteId) => (await redis.run(GET, { keys, args: [inviteId] })).map(toInvite)[0] ?? null,
    take: async (inviteId) => (await redis.run(TAKE, { keys, args: [inviteId] })).map(toInvite)[0] ?? null,
    takeExpired: async (now) => (await redis.run(TAKE_EXPIRED, { keys, args: [now] })).map(toInvite),
    takeOf: async (userId) => (await redis.run(TAKE_OF, { keys, args: [userId] })).map(toInvite),
    takeBetween: async (userId, otherId) =>
      (await redis.run(TAKE_BETWEEN, { keys, args: [userId, otherId] })).map(toInvite),
  };
}

// What our own scripts stored is not validated again.
const toInvite = (json: string): Invite => JSON.parse(json) as Invite;
