import { expect, test } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import type { ChatMessage } from '../contract/index.ts';
import { createMemoryCheck } from '../redis/createMemoryCheck.ts';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import { anId, aSession } from '../testing/builders.ts';
import type { LiveSession } from './LiveSession.ts';
import { createMirroredSessionStore } from './mirroredSessionStore.ts';
import { createRedisSessionStore } from './redisSessionStore.ts';
import { sessionStoreContract } from './sessionStoreContract.ts';

const SOON = { timeout: 6_000, interval: 50 };
const NOW = Date.UTC(2026, 0, 1);
const END = () => ({ session: null, effects: [] });

describeOnRedis('sessions with a mirror', (redis) => {
  /** A server with the devices of these users. */
  async function openServer(tag: string, users: readonly string[] = []) {
    const connection = await redis().open(tag);
    const shared = createRedisSessionStore(connection);
    const clock = createVirtualClock(NOW);
    let restored = 0;
    const sessions = createMirroredSessionStore({
      shared,
      clock,
      isHere: (userId) => users.includes(userId),
      memory: await createMemoryCheck(connection, () => crypto.randomUUID()),
      onRestored: async () => void restored++,
    });
    connection.onReturn(() => sessions.redisIsBack());
    return {
      sessions,
      shared,
      clock,
      restored: () => restored,
      async isBack() {
        await expect.poll(() => sessions.due(0).then(() => 'back', String), SOON).toBe('back');
      },
    };
  }

  sessionStoreContract('a mirror of Redis', async () => {
    const { sessions, shared } = await openServer(redis().newTag());
    return { sessions, insert: async (session) => void (await shared.insert(session)) };
  });

  const usersOf = (session: LiveSession): [string, string] => [
    session.members[0].userId,
    session.members[1].userId,
  ];
  const aMessage = (session: LiveSession, text: string): ChatMessage => ({
    id: anId(),
    sessionId: session.id,
    from: session.members[0].userId,
    text,
    clientMessageId: anId(),
    sentAt: '2026-01-01T00:00:00.000Z',
  });
  const later = (session: LiveSession) => ({
    session: { ...session, startedAt: session.startedAt + 1 },
    effects: [],
  });

  test('go on while Redis is gone when both are here, and Redis follows', async () => {
    const session = aSession();
    const tag = redis().newTag();
    const { sessions, shared, isBack } = await openServer(tag, usersOf(session));
    const elsewhere = await openServer(tag, usersOf(session).slice(1));
    await shared.insert(session);
    for (const server of [sessions, elsewhere.sessions]) await server.get(session.id);
    await sessions.addMessage(aMessage(session, 'before'));

    redis().freeze();
    const message = aMessage(session, 'meanwhile');
    await sessions.change(session.id, later);
    expect(await sessions.addMessage(message)).toMatchObject({ isNew: true });
    await sessions.messageTold(message);
    expect(await sessions.addMessage(message)).toMatchObject({ isNew: false, isTold: true });
    expect(await sessions.ofUser(session.members[0].userId)).toEqual(later(session).session);
    for (const work of [elsewhere.sessions.change(session.id, later), sessions.get(anId())]) {
      await expect(work).rejects.toMatchObject({ code: 'BUSY' });
    }
    await expect(elsewhere.sessions.addMessage(message)).rejects.toMatchObject({ code: 'BUSY' });
    redis().thaw();

    await isBack();
    expect(await shared.get(session.id)).toEqual(later(session).session);
    expect((await shared.messages(session.id)).map(({ text }) => text)).toEqual(['before', 'meanwhile']);
    expect(await shared.addMessage(message)).toMatchObject({ isNew: false, isTold: true });
  }, 20_000);

  test('end here while Redis is gone, and then there', async () => {
    const session = aSession();
    const { sessions, shared, isBack } = await openServer(redis().newTag(), usersOf(session));
    await shared.insert(session);
    await sessions.get(session.id);
    redis().freeze();
    expect(await sessions.change(session.id, END)).toEqual(END());
    expect(await sessions.get(session.id)).toBeNull();
    expect(await sessions.change(session.id, later)).toBeNull();
    redis().thaw();
    await isBack();
    expect(await shared.get(session.id)).toBeNull();
    expect(await shared.wasMember(session.id, session.members[0].userId)).toBe(true);
  }, 20_000);

  test('are restored by whoever has a device of them, once, and not when they are over', async () => {
    const tag = redis().newTag();
    const [running, over, nobodys] = [aSession(), aSession(), aSession()];
    const [one, other] = usersOf(running);
    const here = await openServer(tag, [one, ...usersOf(over)]);
    const there = await openServer(tag, [other]);
    for (const session of [running, over, nobodys]) {
      await here.shared.insert(session);
      await here.sessions.get(session.id);
    }
    await there.sessions.get(running.id);
    await here.sessions.addMessage(aMessage(running, 'before'));
    here.sessions.forget(over.id);
    await redis().restart();
    for (const server of [here, there]) await server.isBack();

    expect([here.restored(), there.restored()]).toEqual([1, 1]);
    expect(await here.shared.count()).toBe(1);
    const back = await there.sessions.get(running.id);
    expect(back?.members.map(({ hasAnswered }) => hasAnswered)).toEqual([true, true]);
    expect(back?.members.filter(({ awaySince }) => awaySince === NOW)).toHaveLength(1);
    expect((await there.shared.messages(running.id)).map(({ text }) => text)).toEqual(['before']);
    // What one server has ended since is not brought back by another that hears late that Redis is there.
    await here.sessions.change(running.id, END);
    there.sessions.redisIsBack();
    await there.isBack();
    expect(await here.shared.count()).toBe(0);
  }, 20_000);

  test('end nothing for its age in the first seconds after an outage', async () => {
    const session = aSession({ startedAt: NOW - 60_000 });
    const { sessions, shared, clock, isBack } = await openServer(redis().newTag(), usersOf(session));
    await shared.insert(session);
    await redis().type('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await isBack();
    expect(await sessions.due(NOW)).toEqual([]);
    await clock.advance(3_000);
    expect(await sessions.due(NOW)).toEqual([session.id]);
  }, 20_000);
});
