import type { PresenceState } from '../contract/index.ts';
import { toDevice, toDeviceName, type Device, type OwnDevices } from '../redis/OwnDevices.ts';
import type { Redis } from '../redis/Redis.ts';
import { defineScript, type RedisScript } from '../redis/RedisScript.ts';
import type { Presence } from './Presence.ts';

/**
 * KEYS: presence of the user, online, devices of the server, servers. ARGV: server, prefix of the servers' keys, user,
 * device. The server is noted with its first device, so that its death is noticed even if it has never had a heartbeat.
 */
const ATTACH = defineScript<number>(`
local server, prefix, user, device = unpack(ARGV)
redis.call('ZADD', KEYS[4], 'NX', now, server)
local before = redis.call('HGET', KEYS[1], device)
if before and before ~= server then
  redis.call('SREM', prefix .. before .. ':devices', user .. ' ' .. device)
end
redis.call('HSET', KEYS[1], device, server)
redis.call('SADD', KEYS[2], user)
redis.call('SADD', KEYS[3], user .. ' ' .. device)
return 1
`);

/** Lua: false when another server has the device meanwhile; it stays there. */
const TAKE_OUT = `
local server, _, user, device = unpack(ARGV)
local function takeOut()
  redis.call('SREM', KEYS[3], user .. ' ' .. device)
  if redis.call('HGET', KEYS[1], device) ~= server then return false end
  redis.call('HDEL', KEYS[1], device)
  if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('SREM', KEYS[2], user) end
  return true
end
`;

/** KEYS, but for the servers, and ARGV as above. */
const DETACH = defineScript<number>(`${TAKE_OUT}
return takeOut() and 1 or 0
`);

/** Attaches a device again, unless a server that lives has it meanwhile. Replies 1 if it did. KEYS and ARGV as above. */
const RESTORE = defineScript<number>(`
local server, prefix, user, device = unpack(ARGV)
local before = redis.call('HGET', KEYS[1], device)
if before == server or before and redis.call('ZSCORE', KEYS[4], before) then return 0 end
redis.call('HSET', KEYS[1], device, server)
redis.call('SADD', KEYS[2], user)
redis.call('SADD', KEYS[3], user .. ' ' .. device)
return 1
`);

/** Detaches a device that has no stream here and leaves it to the heartbeat. KEYS 4: orphans of the server. */
const ORPHAN = defineScript<number>(`${TAKE_OUT}
return takeOut() and redis.call('SADD', KEYS[4], user .. ' ' .. device) or 0
`);

const IS_ATTACHED = defineScript<number>(`
return redis.call('HEXISTS', KEYS[1], ARGV[1])
`);

/** KEYS: online, users in sessions, tickets. ARGV: users. */
const STATES = defineScript<PresenceState[]>(`
local states = {}
for index, user in ipairs(ARGV) do
  if redis.call('SISMEMBER', KEYS[1], user) == 0 then states[index] = 'offline'
  elseif redis.call('HEXISTS', KEYS[2], user) == 1 then states[index] = 'in_session'
  elseif redis.call('HEXISTS', KEYS[3], user) == 1 then states[index] = 'waiting'
  else states[index] = 'online' end
end
return states
`);

const MEMBERS = defineScript<string[]>(`
return redis.call('SMEMBERS', KEYS[1])
`);

const SIZE = defineScript<number>(`
return redis.call('SCARD', KEYS[1])
`);

export interface RedisPresence extends Presence, OwnDevices {}

/** For many servers. The heartbeat keeps what Redis knows of this server's devices true. */
export function createRedisPresence(redis: Redis): RedisPresence {
  const { keys, serverId } = redis;
  const ownKey = keys.serverDevices(serverId);
  /** `<user> <device>`, in what Redis was last asked for, whether it answered or not. */
  const own = new Set<string>();

  const move = (
    script: RedisScript<number>,
    { userId, deviceId }: Device,
    ...otherKeys: string[]
  ): Promise<number> =>
    redis.run(script, {
      keys: [keys.presence(userId), keys.online, ownKey, ...otherKeys],
      args: [serverId, keys.serverPrefix, userId, deviceId],
    });

  async function isAttached(userId: string, deviceId: string): Promise<boolean> {
    return (await redis.run(IS_ATTACHED, { keys: [keys.presence(userId)], args: [deviceId] })) === 1;
  }

  return {
    async attach(userId, deviceId) {
      const name = toDeviceName({ userId, deviceId });
      own.add(name);
      try {
        await move(ATTACH, { userId, deviceId }, keys.servers);
      } catch (error) {
        own.delete(name);
        throw error;
      }
    },

    async detach(userId, deviceId) {
      own.delete(toDeviceName({ userId, deviceId }));
      await move(DETACH, { userId, deviceId });
    },

    isAttached,

    states: (userIds) =>
      redis.run(STATES, { keys: [keys.online, keys.sessionUsers, keys.tickets], args: userIds }),

    onlineCount: () => redis.run(SIZE, { keys: [keys.online] }),
    onlineIds: () => redis.run(MEMBERS, { keys: [keys.online] }),

    async reconcile() {
      // Taken in the moment of asking: calls are carried out in order, so the answer is about the same moment.
      const here = new Set(own);
      const known = new Set(await redis.run(MEMBERS, { keys: [ownKey] }));
      const unknown = [...here].filter((name) => !known.has(name) && own.has(name)).map(toDevice);
      const gone = [...known].filter((name) => !here.has(name) && !own.has(name)).map(toDevice);
      const restored = await Promise.all(unknown.map((device) => move(RESTORE, device, keys.servers)));
      await Promise.all(gone.map((device) => move(ORPHAN, device, keys.serverOrphans(serverId))));
      return unknown.filter((_, index) => restored[index] === 1);
    },
  };
}
