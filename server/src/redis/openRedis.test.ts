import { expect, test } from 'vitest';
import { createRedisTicketStore } from '../matching/redisTicketStore.ts';
import { createRedisSessionStore } from '../sessions/redisSessionStore.ts';
import { aSession, aTicket } from '../testing/builders.ts';
import { openRedis } from './openRedis.ts';
import { defineScript } from './RedisScript.ts';
import { describeOnRedis } from './testOnRedis.ts';

async function timed(work: Promise<unknown>): Promise<{ outcome: string; ms: number }> {
  const startedAt = performance.now();
  const outcome = await work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { outcome, ms: performance.now() - startedAt };
}

describeOnRedis('a connection', (redis) => {
  const open = async (tag = redis().newTag()) => {
    const connection = await redis().open(tag);
    return {
      connection,
      tickets: createRedisTicketStore(connection),
      sessions: createRedisSessionStore(connection),
    };
  };
  async function answersAgain(ping: () => Promise<void>): Promise<void> {
    const answer = () => ping().then(() => 'answers', String);
    await expect.poll(answer, { timeout: 6_000, interval: 50 }).toBe('answers');
  }

  test('to a frozen Redis answers everything within a second, and nothing of it is carried out later', async () => {
    const { connection, tickets, sessions } = await open();
    const ticket = aTicket();
    const session = aSession();
    await sessions.insert(session);
    redis().freeze();
    try {
      const asked = await Promise.all([
        timed(tickets.put(ticket)),
        timed(tickets.all()),
        timed(sessions.change(session.id, () => ({ session: null, effects: [] }))),
        timed(connection.ping()),
      ]);
      const askedLater = await Promise.all([timed(tickets.put(ticket)), timed(tickets.counts())]);
      for (const { outcome, ms } of [...asked, ...askedLater]) {
        expect(outcome).toBe('BUSY');
        expect(ms).toBeLessThan(1_000);
      }
      for (const { ms } of askedLater) expect(ms).toBeLessThan(400);
    } finally {
      redis().thaw();
    }
    await answersAgain(connection.ping);
    expect(await tickets.ofUser(ticket.userId)).toBeNull();
    expect(await sessions.get(session.id)).toEqual(session);
    expect((await tickets.put(ticket)).kind).toBe('put');
  });

  test('to a Redis that is frozen for long comes back by itself', async () => {
    const { connection } = await open();
    redis().freeze();
    try {
      // Long enough for the connection to be given up and for a new one to hang in its handshake.
      const until = performance.now() + 6_000;
      while (performance.now() < until) {
        expect((await timed(connection.ping())).ms).toBeLessThan(1_000);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    } finally {
      redis().thaw();
    }
    await answersAgain(connection.ping);
  });

  test('to a paused Redis refuses too, and carries nothing out when the pause is over', async () => {
    const { connection, tickets } = await open();
    const ticket = aTicket();
    await redis().type('CLIENT', 'PAUSE', '1500');
    const { outcome, ms } = await timed(tickets.put(ticket));
    expect(outcome).toBe('BUSY');
    expect(ms).toBeLessThan(1_000);
    await answersAgain(connection.ping);
    expect(await tickets.all()).toEqual([]);
  });

  test('survives that Redis is killed and starts again: it is refused at once, then all works, scripts too', async () => {
    const { connection, tickets } = await open();
    const [lost, kept] = [aTicket(), aTicket()];
    await tickets.put(lost);
    await redis().kill();
    const { outcome, ms } = await timed(tickets.put(kept));
    expect(outcome).toBe('BUSY');
    expect(ms).toBeLessThan(1_000);
    await redis().start();
    await answersAgain(connection.ping);
    expect(await tickets.all()).toEqual([]);
    await tickets.put(kept);
    expect(await tickets.all()).toEqual([kept]);
  });

  test('knows its scripts again after somebody has flushed them', async () => {
    const { tickets } = await open();
    await tickets.put(aTicket());
    await redis().type('SCRIPT', 'FLUSH');
    await tickets.put(aTicket());
    expect(await tickets.counts()).toEqual({ roulette: 0, level: 2 });
  });

  test('tells a fault in a script from a Redis that is away', async () => {
    const { connection } = await open();
    const faulty = connection.run(defineScript<null>(`return redis.call('HGET', 'one')`), { keys: [] });
    await expect(faulty).rejects.not.toMatchObject({ code: 'BUSY' });
  });

  test('to nowhere is refused', async () => {
    const nowhere = openRedis({
      url: 'redis://127.0.0.1:1',
      serverId: 'a',
      random: Math.random,
      onError: () => {},
      openMs: 300,
    });
    await expect(nowhere).rejects.toMatchObject({ code: 'BUSY' });
  });
});
