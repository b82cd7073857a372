import { afterEach, expect, test } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../clock/virtualClock.ts';
import type { ServerEvent } from '../contract/index.ts';
import type { Redis } from '../redis/Redis.ts';
import { defineScript } from '../redis/RedisScript.ts';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import { eventStoreContract } from './eventStoreContract.ts';
import type { EventReader } from './EventStore.ts';
import { createRedisEventStore, type RedisEventStore } from './redisEventStore.ts';

/** Fewer half seconds than there are between two renewals: the connection's return must have brought one. */
const SOON = { timeout: 3_000, interval: 100 };

const notice = (code: string): ServerEvent => ({ type: 'notice', code });

/** Makes every key under the tag and every time in it older, as if ARGV[2] milliseconds had passed. */
const AGE = defineScript<number>(`
for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
  local left = redis.call('PTTL', key)
  if left >= 0 then redis.call('PEXPIRE', key, math.max(0, left - ARGV[2])) end
  if redis.call('TYPE', key).ok == 'hash' and redis.call('HEXISTS', key, 'markedAt') == 1 then
    redis.call('HINCRBY', key, 'markedAt', -ARGV[2])
  end
end
return 1
`);

/** Redis has a clock of its own, so the passing of time is played on what it has stored. */
function clockWithRedis(redis: Redis): VirtualClock {
  const clock = createVirtualClock();
  return {
    ...clock,
    async advance(ms) {
      await redis.run(AGE, { keys: [], args: [`${redis.keys.log('')}*`, ms] });
      await clock.advance(ms);
    },
  };
}

async function read(reader: EventReader, count: number): Promise<string[]> {
  const codes: string[] = [];
  for (let index = 0; index < count; index++) {
    const next = await reader.next();
    codes.push(next?.event.type === 'notice' ? next.event.code : 'none');
  }
  return codes;
}

describeOnRedis('events', (redis) => {
  const stores: RedisEventStore[] = [];
  afterEach(() => stores.splice(0).forEach((store) => store.stop()));

  /** On a clock that stands still unless a test moves it: logs are not renewed meanwhile. */
  async function openStore(tag: string, clock = createVirtualClock()) {
    const connection = await redis().open(tag);
    const events = await createRedisEventStore({
      redis: connection,
      clock,
      newEpoch: () => crypto.randomUUID().slice(0, 8),
      onError: () => {},
    });
    stores.push(events);
    return { events, connection };
  }

  eventStoreContract('Redis', async () => {
    const tag = redis().newTag();
    const clock = clockWithRedis(await redis().open(tag));
    const { events } = await openStore(tag, clock);
    return { events, clock };
  });

  async function openTwo() {
    const tag = redis().newTag();
    return [(await openStore(tag)).events, (await openStore(tag)).events] as const;
  }

  test('that one server adds reach readers on another, in order', async () => {
    const [here, there] = await openTwo();
    const readers = await Promise.all([here.open('user', 'phone', null), there.open('user', 'tablet', null)]);
    const reading = Promise.all(readers.map((reader) => read(reader, 200)));
    for (let number = 0; number < 200; number++) {
      await (number % 2 ? here : there).append('user', null, notice(String(number)));
    }
    const all = Array.from({ length: 200 }, (_, number) => String(number));
    expect(await reading).toEqual([all, all]);
  });

  test('are resumed on another server behind the last one that was seen', async () => {
    const [here, there] = await openTwo();
    const before = await here.open('user', 'phone', null);
    for (const code of ['1', '2', '3']) await there.append('user', null, notice(code));
    await before.next();
    const second = await before.next();
    before.close();
    await here.append('user', null, notice('4'));
    const after = await there.open('user', 'phone', second?.id ?? null);
    expect(after.isResumed).toBe(true);
    expect(await read(after, 2)).toEqual(['3', '4']);
  });

  test('end for a device that opens a newer reader on another server, which says why', async () => {
    const [here, there] = await openTwo();
    const old = await here.open('user', 'phone', null);
    const waiting = old.next();
    const newer = await there.open('user', 'phone', null);
    expect(await waiting).toBeNull();
    expect(old.isReplaced).toBe(true);
    await here.append('user', 'phone', notice('1'));
    expect(await read(newer, 1)).toEqual(['1']);
    newer.close();
    expect(await newer.next()).toBeNull();
    expect(newer.isReplaced).toBe(false);
  });

  test('of a device that moves back and forth have one reader in the end, and lose nothing', async () => {
    const servers = await openTwo();
    let lastId: string | null = null;
    const seen: string[] = [];
    for (let move = 0; move < 40; move++) {
      const reader: EventReader = await servers[move % 2 ? 0 : 1].open('user', 'phone', lastId);
      expect(reader.isResumed).toBe(move > 0);
      const adding = servers[0].append('user', null, notice(String(move)));
      const next = await reader.next();
      await adding;
      lastId = next?.id ?? null;
      if (next?.event.type === 'notice') seen.push(next.event.code);
    }
    expect(seen).toEqual(Array.from({ length: 40 }, (_, move) => String(move)));
  });

  test('are dropped for a user who has had no device, and leave nothing there', async () => {
    const tag = redis().newTag();
    const { events, connection } = await openStore(tag);
    await events.append('nobody', null, notice('1'));
    const keys = defineScript<string[]>(`return redis.call('KEYS', ARGV[1])`);
    expect(await connection.run(keys, { keys: [], args: [`{${tag}}*`] })).toEqual([]);
  });

  test('keep the log of an open reader alive, drop what is old, and resume behind it all the same', async () => {
    const tag = redis().newTag();
    const connection = await redis().open(tag);
    const clock = clockWithRedis(connection);
    const { events } = await openStore(tag, clock);
    const reader = await events.open('user', 'phone', null);
    const length = defineScript<number>(`return redis.call('XLEN', KEYS[1])`);
    for (let number = 0; number < 30; number++) {
      await events.append('user', null, notice(String(number)));
      expect(await read(reader, 1)).toEqual([String(number)]);
      // A renewal is asked for on the virtual clock and answered by the real Redis.
      await clock.advance(20_000);
      await connection.ping();
      await events.append('nobody', null, notice('so that the renewal has been carried out'));
    }
    expect(await connection.run(length, { keys: [connection.keys.logEntries('user')] })).toBeLessThan(12);
    const last = await events.open('user', 'phone', reader.startId);
    expect(last.isResumed).toBe(false);
    expect((await events.open('user', 'phone', last.startId)).isResumed).toBe(true);
  });

  test('start over when Redis has lost its memory: readers end and the old ids are foreign', async () => {
    const clock = createVirtualClock();
    const { events } = await openStore(redis().newTag(), clock);
    const reader = await events.open('user', 'phone', null);
    await clock.advance(500);
    let ended: boolean | null = null;
    void reader.next().then((next) => (ended = next === null));
    await redis().restart();
    await expect.poll(() => clock.advance(500).then(() => ended), SOON).toBe(true);
    expect(reader.isReplaced).toBe(false);
    const fresh = await events.open('user', 'phone', reader.startId);
    expect(fresh.isResumed).toBe(false);
    await events.append('user', null, notice('1'));
    expect(await read(fresh, 1)).toEqual(['1']);
  });

  test('that were added while this server could not listen are read as soon as it can again', async () => {
    const clock = createVirtualClock();
    const { events } = await openStore(redis().newTag(), clock);
    const reader = await events.open('user', 'phone', null);
    await clock.advance(500);
    let codes: string[] = [];
    await redis().type('CLIENT', 'KILL', 'TYPE', 'pubsub');
    for (const code of ['1', '2', '3']) await events.append('user', null, notice(code));
    void read(reader, 3).then((all) => (codes = all));
    await expect.poll(() => clock.advance(500).then(() => codes), SOON).toEqual(['1', '2', '3']);
  });

  test('say that a device has a newer reader elsewhere also when the call was not heard', async () => {
    const clock = createVirtualClock();
    const tag = redis().newTag();
    const [{ events: here }, { events: there }] = [await openStore(tag, clock), await openStore(tag)];
    const old = await here.open('user', 'phone', null);
    await clock.advance(500);
    await redis().type('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await there.open('user', 'phone', null);
    await expect.poll(() => clock.advance(500).then(() => old.isReplaced), SOON).toBe(true);
  });
});
