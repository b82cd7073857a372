import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import { aSession } from '../testing/builders.ts';
import type { LiveSession } from './LiveSession.ts';
import { createRedisSessionStore } from './redisSessionStore.ts';
import { type SessionEvent, transition } from './sessionMachine.ts';
import { sessionStoreContract } from './sessionStoreContract.ts';

describeOnRedis('sessions', (redis) => {
  sessionStoreContract('Redis', async () => {
    const sessions = createRedisSessionStore(await redis().open(redis().newTag()));
    return { sessions, insert: async (session) => void (await sessions.insert(session)) };
  });

  async function openTwo() {
    const tag = redis().newTag();
    return [
      createRedisSessionStore(await redis().open(tag)),
      createRedisSessionStore(await redis().open(tag)),
    ] as const;
  }

  test('that two servers end at once end once', async () => {
    const [first, second] = await openTwo();
    for (let round = 0; round < 50; round++) {
      const session = aSession();
      await first.insert(session);
      const end = () => ({ session: null, effects: [] });
      const outcomes = await Promise.all([first.change(session.id, end), second.change(session.id, end)]);
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
    }
    expect(await first.count()).toBe(0);
  });

  test('hand the effects of an end to one at a time, until one has settled it', async () => {
    const tag = redis().newTag();
    const settleMs = 100;
    const [first, second] = [
      createRedisSessionStore(await redis().open(tag), { settleMs }),
      createRedisSessionStore(await redis().open(tag), { settleMs }),
    ];
    const session = aSession();
    const left: SessionEvent = { type: 'left', userId: session.members[0].userId };
    await first.insert(session);
    const end = await first.change(session.id, (now) => transition(now, left, 1_000));
    expect(await second.unsettled()).toEqual([]);
    await sleep(settleMs);
    const handedOut = await Promise.all([first.unsettled(), second.unsettled()]);
    expect(handedOut.flat()).toEqual([end?.effects]);
    await sleep(settleMs);
    expect(await first.unsettled()).toEqual([end?.effects]);
    await second.settled(session.id);
    await sleep(settleMs);
    expect(await first.unsettled()).toEqual([]);
  });

  test('lose no change of two servers, and have the deadline of the last', async () => {
    const [first, second] = await openTwo();
    const session = aSession();
    await first.insert(session);
    const later = (now: LiveSession) => ({ session: { ...now, startedAt: now.startedAt + 1 }, effects: [] });
    await Promise.all(
      Array.from({ length: 10 }, () => [
        first.change(session.id, later),
        second.change(session.id, later),
      ]).flat(),
    );
    expect((await second.get(session.id))?.startedAt).toBe(20);
    expect(await second.due(8_019)).toEqual([]);
    expect(await first.due(8_020)).toEqual([session.id]);
  });

  test('have nobody in two of them', async () => {
    const [first, second] = await openTwo();
    const session = aSession();
    const [member] = session.members;
    const other = aSession({ members: [aSession().members[0], { ...member, role: 'answerer' }] });
    expect(await Promise.all([first.insert(session), second.insert(other)])).toEqual([true, false]);
    expect(await second.get(other.id)).toBeNull();
    expect((await second.ofUser(member.userId))?.id).toBe(session.id);
  });
});
