import { createVirtualClock } from '../clock/virtualClock.ts';
import { createRedisEventStore } from '../events/redisEventStore.ts';
import { createRedisPreparedStore } from '../matching/redisPreparedStore.ts';
import { createRedisTicketStore } from '../matching/redisTicketStore.ts';
import type { LearnerNews } from '../profiles/createLearners.ts';
import type { Learner } from '../profiles/Learner.ts';
import { createRedisPresence } from '../profiles/redisPresence.ts';
import { createMemoryCheck } from '../redis/createMemoryCheck.ts';
import { createRoundLock } from '../redis/createRoundLock.ts';
import { createServerHeartbeat } from '../redis/createServerHeartbeat.ts';
import type { Redis } from '../redis/Redis.ts';
import { defineScript } from '../redis/RedisScript.ts';
import type { TestRedis } from '../redis/testRedis.ts';
import { createMirroredSessionStore } from '../sessions/mirroredSessionStore.ts';
import { createRedisSessionStore } from '../sessions/redisSessionStore.ts';
import { aHouse, type House } from './aHouse.ts';

/** As if this server had been silent for long enough, and the others had not. KEYS: servers, settling. */
const DECLARE_DEAD = defineScript<number>(`
redis.call('DEL', KEYS[2])
return redis.call('ZADD', KEYS[1], 'XX', 0, ARGV[1])
`);

interface Running {
  house: House;
  redis: Redis;
  beat(): Promise<void>;
  kill(): void;
}

interface TwoHousesOptions {
  /** After so many real milliseconds an end that a server has died over is the other's. */
  settleMs?: number;
}

/** Two servers on one Redis with everything that they share, on one virtual clock that waits for Redis. */
export async function twoRedisHouses(server: TestRedis, { settleMs }: TwoHousesOptions = {}) {
  const tag = server.newTag();
  const people = new Map<string, Learner>();
  const running: Running[] = [];
  let asked = 0;

  const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  async function settle(): Promise<void> {
    do await nextTurn();
    while (asked > 0);
  }
  const clock = createVirtualClock(undefined, settle);

  /** Counts what has been asked of Redis and not been answered. */
  const counted = (redis: Redis): Redis => ({
    ...redis,
    run(script, call) {
      asked++;
      return redis.run(script, call).finally(() => asked--);
    },
  });

  const tellNews = (news: LearnerNews): void => {
    for (const { house } of running) house.learners.hear(news);
  };

  async function start(): Promise<Running> {
    const redis = counted(await server.open(tag));
    let isDead = false;
    const onError = (error: unknown): void => {
      if (!isDead) house.errors.push(error);
    };
    const still = createVirtualClock();
    const events = await createRedisEventStore({
      redis,
      clock: still,
      newEpoch: () => redis.serverId.slice(0, 8),
      onEvent: (_userId, _deviceId, event) => {
        if (event.type === 'session_ended') store.forget(event.sessionId);
      },
      onError,
    });
    const presence = createRedisPresence(redis);
    const store = createMirroredSessionStore({
      shared: createRedisSessionStore(redis, settleMs === undefined ? {} : { settleMs }),
      clock,
      isHere: events.isHere,
      memory: await createMemoryCheck(redis, () => redis.serverId),
      onRestored: async () => {},
    });
    const house = aHouse({
      leastPauseMs: 4_000,
      replace: () => ({
        clock,
        people,
        loadLearner: async (userId) => people.get(userId) ?? null,
        presence,
        events,
        tellNews,
        store,
        tickets: createRedisTicketStore(redis),
        prepared: createRedisPreparedStore(redis),
        rounds: createRoundLock(redis),
      }),
    });
    const heartbeat = createServerHeartbeat({
      redis,
      clock: still,
      devices: presence,
      async onDeviceAway(userId, deviceId) {
        await house.matching.deviceAway(userId, deviceId);
        await house.sessions.deviceAway(userId, deviceId);
      },
      async onDeviceBack(userId, deviceId) {
        await house.matching.deviceBack(userId, deviceId);
        await house.sessions.deviceBack(userId, deviceId);
      },
      onError,
    });
    await heartbeat.beat();
    return {
      house,
      redis,
      beat: () => heartbeat.beat(),
      kill() {
        isDead = true;
        redis.close();
        house.stop();
        events.stop();
      },
    };
  }

  function at(place: number): Running {
    const one = running[place];
    if (!one) throw new Error('there are two servers');
    return one;
  }

  running.push(await start(), await start());
  return {
    house: (place: number): House => at(place).house,

    /** Its connections break in the middle of whatever it does; the other one notices, a new one starts. */
    async crash(place: number): Promise<void> {
      const [dead, survivor] = [at(place), at(1 - place)];
      dead.kill();
      running[place] = await start();
      await survivor.redis.run(DECLARE_DEAD, {
        keys: [survivor.redis.keys.servers, survivor.redis.keys.settling],
        args: [dead.redis.serverId],
      });
      await survivor.beat();
    },

    stop(): void {
      for (const { kill } of running) kill();
    },
  };
}
