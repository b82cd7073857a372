import type { PresenceState } from '../contract/index.ts';
import type { Device, OwnDevices } from '../redis/OwnDevices.ts';
import type { Redis } from '../redis/Redis.ts';
import { defineScript } from '../redis/RedisScript.ts';
import type { Presence } from './Presence.ts';

/** ARGV: server, prefix of the servers' keys, user, device. KEYS: presence of the user, online, devices of the server. */
const ATTACH = defineScript<number>(`
local server, prefix, user, device = unpack(ARGV)
local before = redis.call('HGET', KEYS[1], device)
if before and before ~= server then
  redis.call('SREM', prefix .. before .. ':devices', user .. ' ' .. device)
end
redis.call('HSET', KEYS[1], device, server)
redis.call('SADD', KEYS[2], user)
redis.call('SADD', KEYS[3], user .. ' ' .. device)
return 1
`);

/** A device that another server has meanwhile stays there. KEYS and ARGV as above. */
const DETACH = defineScript<number>(`
local server, _, user, device = unpack(ARGV)
redis.call('SREM', KEYS[3], user .. ' ' .. device)
if redis.call('HGET', KEYS[1], device) ~= server then return 0 end
redis.call('HDEL', KEYS[1], device)
if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('SREM', KEYS[2], user) end
return 1
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

  const move = (script: typeof ATTACH, { userId, deviceId }: Device): Promise<number> =>
    redis.run(script, {
      keys: [keys.presence(userId), keys.online, ownKey],
      args: [serverId, keys.serverPrefix, userId, deviceId],
    });

  async function isAttached(userId: string, deviceId: string): Promise<boolean> {
    return (await redis.run(IS_ATTACHED, { keys: [keys.presence(userId)], args: [deviceId] })) === 1;
  }

  return {
    async attach(userId, deviceId) {
      const name = `${userId} ${deviceId}`;
      own.add(name);
      try {
        await move(ATTACH, { userId, deviceId });
      } catch (error) {
        own.delete(name);
        throw error;
      }
    },

    async detach(userId, deviceId) {
      own.delete(`${userId} ${deviceId}`);
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
      const back = [...here].filter((name) => !known.has(name) && own.has(name)).map(toDevice);
      const gone = [...known].filter((name) => !here.has(name) && !own.has(name)).map(toDevice);
      await Promise.all([
        ...back.map((device) => move(ATTACH, device)),
        ...gone.map((device) => move(DETACH, device)),
      ]);
      return { back, gone };
    },
  };
}

function toDevice(name: string): Device {
  const [userId = '', deviceId = ''] = name.split(' ');
  return { userId, deviceId };
}
