import type { Clock } from '../clock/Clock.ts';
import { repeat } from '../clock/repeat.ts';
import { toDevice, type Device, type OwnDevices } from './OwnDevices.ts';
import type { Redis } from './Redis.ts';
import { defineScript } from './RedisScript.ts';

/** A killed server is noticed after at most `DEAD_AFTER_MS + BEAT_MS`. */
const BEAT_MS = 2_000;
const DEAD_AFTER_MS = 7_000;
/** How many devices are dealt with at once. */
const AT_ONCE = 50;

/**
 * Notes that this server lives and takes over the devices of dead ones. After a time in which no server could note
 * anything (Redis was frozen or gone) silence says nothing: then all have `DEAD_AFTER_MS` to be heard again.
 * KEYS: servers, settling, own orphans, online. ARGV: server, prefixes of the servers' and of the presence keys,
 * milliseconds of a beat and of a death. Replies the orphans that this server has to deal with.
 */
const BEAT = defineScript<string[]>(`
local servers, settling, orphans, online = unpack(KEYS)
local server, serverPrefix, presencePrefix, beatMs, deadAfterMs = unpack(ARGV)
local latest = redis.call('ZRANGE', servers, -1, -1, 'WITHSCORES')[2]
if not latest or now - latest > 2 * beatMs then redis.call('SET', settling, 1, 'PX', deadAfterMs) end
redis.call('ZADD', servers, now, server)
if redis.call('EXISTS', settling) == 0 then
  for _, dead in ipairs(redis.call('ZRANGEBYSCORE', servers, '-inf', now - deadAfterMs)) do
    local devices = serverPrefix .. dead .. ':devices'
    for _, name in ipairs(redis.call('SMEMBERS', devices)) do
      local user, device = string.match(name, '^(%S+) (%S+)$')
      if redis.call('HGET', presencePrefix .. user, device) == dead then
        redis.call('HDEL', presencePrefix .. user, device)
        if redis.call('EXISTS', presencePrefix .. user) == 0 then redis.call('SREM', online, user) end
        redis.call('SADD', orphans, name)
      end
    end
    redis.call('SUNIONSTORE', orphans, orphans, serverPrefix .. dead .. ':orphans')
    redis.call('DEL', devices, serverPrefix .. dead .. ':orphans')
    redis.call('ZREM', servers, dead)
  end
end
return redis.call('SMEMBERS', orphans)
`);

/** KEYS: own orphans. ARGV: those dealt with. */
const DEALT_WITH = defineScript<number>(`
return redis.call('SREM', KEYS[1], unpack(ARGV))
`);

/** As if this server had been silent long enough. KEYS: servers. ARGV: server. */
const RETIRE = defineScript<number>(`
return redis.call('ZADD', KEYS[1], 'XX', 0, ARGV[1])
`);

interface HeartbeatDeps {
  redis: Redis;
  clock: Clock;
  devices: OwnDevices;
  /**
   * A device has gone without a word: its server was killed, or Redis could not be told. Called on one server for each
   * device; again, perhaps on another, when it fails or this server dies over it.
   */
  onDeviceAway(userId: string, deviceId: string): Promise<void>;
  /** A device of this server was taken for gone but is here. */
  onDeviceBack(userId: string, deviceId: string): Promise<void>;
  onError: (error: unknown) => void;
}

export interface ServerHeartbeat {
  /** Begins at once. Whoever is told of devices must be able to hear it: a dead server may have left some. */
  start(): void;
  /** One beat at once. Two never overlap. */
  beat(): Promise<void>;
  /** After the server's streams have been closed; what it still has is taken over by the next beat of another. */
  stop(): Promise<void>;
}

export function createServerHeartbeat(deps: HeartbeatDeps): ServerHeartbeat {
  const { redis, devices } = deps;
  const { keys, serverId } = redis;
  const orphansKey = keys.serverOrphans(serverId);
  /** Devices that Redis knows again and that are not yet reported so. */
  const restored = new Set<Device>();
  let last: Promise<void> = Promise.resolve();

  async function adopt(name: string): Promise<void> {
    const { userId, deviceId } = toDevice(name);
    if (await devices.isAttached(userId, deviceId)) return;
    await deps.onDeviceAway(userId, deviceId);
    // It may have come back to some server in between, which then did not find it away.
    if (await devices.isAttached(userId, deviceId)) await deps.onDeviceBack(userId, deviceId);
  }

  async function welcome(device: Device): Promise<void> {
    await deps.onDeviceBack(device.userId, device.deviceId);
    restored.delete(device);
  }

  async function beat(): Promise<void> {
    const orphans = await redis.run(BEAT, {
      keys: [keys.servers, keys.settling, orphansKey, keys.online],
      args: [serverId, keys.serverPrefix, keys.presencePrefix, BEAT_MS, DEAD_AFTER_MS],
    });
    for (const device of await devices.reconcile()) restored.add(device);
    await inParts([...restored], async (part) => void (await Promise.all(part.map(welcome))));
    await inParts(orphans, async (part) => {
      await Promise.all(part.map(adopt));
      await redis.run(DEALT_WITH, { keys: [orphansKey], args: part });
    });
  }

  const beatInTurn = (): Promise<void> => (last = last.catch(() => {}).then(beat));
  let stop = (): void => {};

  return {
    start() {
      beatInTurn().catch(deps.onError);
      stop = repeat(deps.clock, { pauseMs: () => BEAT_MS, run: beatInTurn, onError: deps.onError });
    },
    beat: beatInTurn,
    async stop() {
      stop();
      await last.catch(() => {});
      await redis.run(RETIRE, { keys: [keys.servers], args: [serverId] });
    },
  };
}

async function inParts<T>(items: readonly T[], run: (part: T[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE) await run(items.slice(start, start + AT_ONCE));
}
