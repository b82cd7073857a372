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

/** What is tested here is not what a slow machine makes of it. */
const PATIENCE_MS = 10_000;

const ECHO = defineScript<number>(`
return redis.call('PUBLISH', KEYS[1], ARGV[1])
`);

interface Running {
  house: House;
  redis: Redis;
  /** Resolves when this server has heard whatever Redis told it before, or is dead. */
  hearAll(): Promise<void>;
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
  let unanswered = 0;
  /** So many had been asked when all servers had last heard what Redis told them. */
  let heard = 0;

  const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  /** What is told to one server may come later than the answer to the other that made Redis tell it. */
  async function settle(): Promise<void> {
    for (;;) {
      do await nextTurn();
      while (unanswered > 0);
      if (asked === heard) return;
      heard = asked;
      await Promise.all(running.map(({ hearAll }) => hearAll()));
    }
  }
  const clock = createVirtualClock(undefined, settle);

  /** Counts what is asked of Redis. */
  const counted = (redis: Redis): Redis => ({
    ...redis,
    run(script, call) {
      asked++;
      unanswered++;
      return redis.run(script, call).finally(() => unanswered--);
    },
  });

  const tellNews = (news: LearnerNews): void => {
    for (const { house } of running) house.learners.hear(news);
  };

  async function start(): Promise<Running> {
    const connection = await server.open(tag, PATIENCE_MS);
    const redis = counted(connection);
    const echo = await createEcho(connection);
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
      hearAll: echo.hearAll,
      beat: () => heartbeat.beat(),
      kill() {
        isDead = true;
        redis.close();
        echo.stop();
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

/** Redis tells a listener everything in order: when the echo is there, so is all that was told before it. */
async function createEcho(redis: Redis) {
  const channel = redis.keys.toServer(`${redis.serverId}:echo`);
  const died = Promise.withResolvers<void>();
  const waiting = new Map<string, () => void>();
  let last = 0;
  await redis.listen(channel, (word) => {
    waiting.get(word)?.();
    waiting.delete(word);
  });
  return {
    async hearAll(): Promise<void> {
      const word = String(++last);
      const echo = new Promise<void>((resolve) => void waiting.set(word, resolve));
      await Promise.race([
        died.promise,
        Promise.all([echo, redis.run(ECHO, { keys: [channel], args: [word] })]),
      ]);
    },
    stop: (): void => died.resolve(),
  };
}
