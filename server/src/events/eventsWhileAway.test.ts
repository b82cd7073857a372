import { afterEach, expect, test } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import type { ServerEvent } from '../contract/index.ts';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import type { EventReader } from './EventStore.ts';
import { createRedisEventStore, type RedisEventStore } from './redisEventStore.ts';

const SOON = { timeout: 6_000, interval: 50 };
const notice = (code: number): ServerEvent => ({ type: 'notice', code: String(code) });

describeOnRedis('events while Redis is away', (redis) => {
  const stores: RedisEventStore[] = [];
  afterEach(() => stores.splice(0).forEach((store) => store.stop()));

  async function openStore(tag: string) {
    const connection = await redis().open(tag);
    const clock = createVirtualClock();
    const events = await createRedisEventStore({
      redis: connection,
      clock,
      newEpoch: () => crypto.randomUUID().slice(0, 8),
      onError: () => {},
    });
    stores.push(events);
    return { events, connection, tick: () => clock.advance(500) };
  }

  /** Collects what a reader brings until it ends. */
  function collect(reader: EventReader) {
    const codes: number[] = [];
    const ids: string[] = [];
    const ended = (async () => {
      for (let next = await reader.next(); next !== null; next = await reader.next()) {
        ids.push(next.id);
        if (next.event.type === 'notice') codes.push(Number(next.event.code));
      }
    })();
    return { codes, ids, ended };
  }

  async function isBack({ connection, tick }: Awaited<ReturnType<typeof openStore>>): Promise<void> {
    const answer = (): Promise<string> => connection.ping().then(() => 'answers', String);
    await expect.poll(answer, SOON).toBe('answers');
    await tick();
  }

  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

  test('are told in order where they are read, and once wherever they are read later', async () => {
    const tag = redis().newTag();
    const [here, there] = [await openStore(tag), await openStore(tag)];
    const phone = collect(await here.events.open('user', 'phone', null));
    const tablet = collect(await there.events.open('user', 'tablet', null));
    await here.events.append('user', null, notice(1));
    redis().freeze();
    // Not awaited one by one: the first times out while the last are refused at once.
    const added = [2, 3].map((code) => here.events.append('user', null, notice(code)));
    await new Promise((resolve) => void setTimeout(resolve, 500));
    added.push(here.events.append('user', 'phone', notice(4)));
    await added[0];
    added.push(here.events.append('user', null, notice(5)));
    await Promise.all(added);
    await expect.poll(() => phone.codes, SOON).toEqual(numbers(5));
    await expect(here.events.append('user', 'tablet', notice(0))).rejects.toMatchObject({ code: 'BUSY' });
    await expect(there.events.append('user', 'phone', notice(0))).rejects.toMatchObject({ code: 'BUSY' });
    redis().thaw();
    const between = phone.ids.at(-1) ?? '';
    for (const store of [here, there]) await isBack(store);
    await expect.poll(() => tablet.codes, SOON).toEqual([1, 2, 3, 5]);
    await there.events.append('user', null, notice(6));
    await expect.poll(() => phone.codes, SOON).toEqual(numbers(6));
    await expect.poll(() => tablet.codes, SOON).toEqual([1, 2, 3, 5, 6]);
    expect(new Set(phone.ids).size).toBe(6);

    const moved = await there.events.open('user', 'phone', between);
    expect(moved.isResumed).toBe(true);
    const after = collect(moved);
    await expect.poll(() => after.codes, SOON).toEqual([6]);
    const half = collect(await there.events.open('user', 'phone', phone.ids[2] ?? ''));
    await expect.poll(() => half.codes, SOON).toEqual([4, 5, 6]);
  }, 20_000);

  test('are told once when Redis carried out what it could not answer', async () => {
    const store = await openStore(redis().newTag());
    const phone = collect(await store.events.open('user', 'phone', null));
    // The connections break over it: whether it was added is not known here.
    const adding = store.events.append('user', null, notice(1));
    await redis().type('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await adding;
    await isBack(store);
    await store.events.append('user', null, notice(2));
    await expect.poll(() => phone.codes, SOON).toEqual([1, 2]);
  }, 20_000);

  test('are no more than what was told when Redis comes back empty', async () => {
    const store = await openStore(redis().newTag());
    const reader = await store.events.open('user', 'phone', null);
    const phone = collect(reader);
    await store.tick();
    await redis().kill();
    await store.events.append('user', null, notice(1));
    await redis().start();
    await isBack(store);
    await expect.poll(() => store.tick().then(() => phone.ended.then(() => 'ended')), SOON).toBe('ended');
    expect(phone.codes).toEqual([1]);
    const fresh = await store.events.open('user', 'phone', phone.ids[0] ?? '');
    expect(fresh.isResumed).toBe(false);
    await store.events.append('user', null, notice(2));
    expect((await fresh.next())?.event).toEqual(notice(2));
  }, 20_000);
});
