import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import { createRedisSessionStore } from '../sessions/redisSessionStore.ts';
import { aLearner, aMember, aSession, aTicket } from '../testing/builders.ts';
import { createMemoryTicketStore } from './memoryTicketStore.ts';
import { createRedisTicketStore } from './redisTicketStore.ts';
import type { Ticket } from './Ticket.ts';
import { ticketStoreContract } from './ticketStoreContract.ts';

const byUser = (a: Ticket, b: Ticket): number => (a.userId < b.userId ? -1 : 1);

const sessionOf = (a: Ticket, b: Ticket) =>
  aSession({
    members: [
      aMember({ userId: a.userId, deviceId: a.deviceId, ticket: a }),
      aMember({ userId: b.userId, deviceId: b.deviceId, role: 'answerer', ticket: b }),
    ],
  });

describeOnRedis('the queue', (redis) => {
  ticketStoreContract('Redis', async () => {
    const connection = await redis().open(redis().newTag());
    const sessions = createRedisSessionStore(connection);
    return { tickets: createRedisTicketStore(connection), sessionOf: (userId) => sessions.ofUser(userId) };
  });

  async function openTwo() {
    const tag = redis().newTag();
    const [first, second] = [await redis().open(tag), await redis().open(tag)];
    const sessions = createRedisSessionStore(first);
    return { first: createRedisTicketStore(first), second: createRedisTicketStore(second), sessions };
  }

  test('that two servers pair at once, each in its own order, uses every ticket once', async () => {
    const { first, second, sessions } = await openTwo();
    const waiting = Array.from({ length: 200 }, () => aTicket());
    await Promise.all(waiting.map((ticket, index) => (index % 2 ? first : second).put(ticket)));

    const pairUp = (store: typeof first, order: Ticket[]) =>
      order.flatMap((ticket, index) => {
        const partner = order[index + 1];
        return partner && index % 2 === 0
          ? [store.pair([ticket.id, partner.id], sessionOf(ticket, partner))]
          : [];
      });
    const shifted = [...waiting.slice(1), ...waiting.slice(0, 1)];
    const outcomes = await Promise.all([...pairUp(first, waiting), ...pairUp(second, shifted)]);

    const left = await second.all();
    const found = await Promise.all(waiting.map(({ userId }) => sessions.ofUser(userId)));
    const bySession = Map.groupBy(
      waiting.filter((_, index) => found[index]),
      ({ userId }) => found[waiting.findIndex((ticket) => ticket.userId === userId)]?.id,
    );
    expect(outcomes.filter(Boolean)).toHaveLength(await sessions.count());
    expect([...bySession.values()].map((members) => members.length)).toEqual(Array.from(bySession, () => 2));
    expect(left.length + 2 * bySession.size).toBe(200);
    expect(await first.counts()).toEqual({ roulette: 0, level: left.length });
    for (const ticket of left) expect(await sessions.ofUser(ticket.userId)).toBeNull();
  });

  test('never pairs a ticket that was taken out on another server, whichever comes first', async () => {
    const { first, second, sessions } = await openTwo();
    for (let round = 0; round < 50; round++) {
      const [a, b] = [aTicket(), aTicket()];
      await Promise.all([first.put(a), second.put(b)]);
      const [paired, removed] = await Promise.all([
        first.pair([a.id, b.id], sessionOf(a, b)),
        second.remove(a.userId),
      ]);
      expect(paired).toBe(removed === null);
      expect((await sessions.ofUser(a.userId)) !== null).toBe(paired);
    }
  });

  test('keeps what Lua could spoil: empty lists, halves, quotes and every script', async () => {
    const { first, second } = await openTwo();
    const ticket = aTicket({ deviceId: '"\\/|', tolerance: 1.5, joinedAt: 1_793_871_234_567 });
    ticket.learner.card.bio = 'Oʻzbek "tili" \\ русский 💬 \u0000';
    await first.put(ticket);
    await second.change(ticket.userId, { id: ticket.id, tolerance: 0.5 });
    expect(await second.all()).toEqual(
      [{ ...ticket, tolerance: 1.5 }].map((same) => ({ ...same, tolerance: 0.5 })),
    );
  });

  test('is the same on every server after any changes on each, also when Redis forgets all between', async () => {
    const change = fc.record({
      what: fc.constantFrom('put', 'remove', 'away', 'back', 'widen', 'learner', 'expire', 'forget'),
      number: fc.nat(3),
      isLookedAt: fc.boolean(),
      onSecond: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 40 }), async (changes) => {
        const { first, second } = await openTwo();
        const emptyModel = () => createMemoryTicketStore({ isInSession: () => false, insert: () => {} });
        let model = emptyModel();
        for (const { what, number, isLookedAt, onSecond } of changes) {
          const store = onSecond ? second : first;
          const userId = `user${number}`;
          const ticket = aTicket({ userId, mode: number % 2 ? 'roulette' : 'level', joinedAt: number });
          const learner = aLearner({ hideIp: onSecond });
          if (what === 'forget') {
            model = emptyModel();
            await redis().type('FLUSHALL');
          }
          if (isLookedAt) await Promise.all([first.all(), second.all()]);
          for (const tickets of [store, model]) {
            if (what === 'put') await tickets.put(ticket);
            else if (what === 'remove') await tickets.remove(userId);
            else if (what === 'away') await tickets.setAway(userId, ticket.deviceId, number);
            else if (what === 'back') await tickets.setAway(userId, ticket.deviceId, null);
            else if (what === 'widen') await tickets.change(userId, { id: ticket.id, tolerance: 1.5 });
            else if (what === 'learner') await tickets.change(userId, { id: ticket.id, learner });
            else if (what === 'expire') await tickets.removeExpired(number);
          }
        }
        for (const store of [first, second]) {
          expect((await store.all()).toSorted(byUser)).toEqual((await model.all()).toSorted(byUser));
          expect(await store.counts()).toEqual(await model.counts());
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is known to a server that has not looked for thousands of changes', async () => {
    const { first, second } = await openTwo();
    const [gone, stays] = [aTicket(), aTicket()];
    await first.put(gone);
    await first.put(stays);
    expect(await second.all()).toHaveLength(2);
    for (let start = 0; start < 3_000; start += 100) {
      const passing = Array.from({ length: 100 }, () => aTicket());
      await Promise.all(passing.map((ticket) => first.put(ticket)));
      await Promise.all(passing.map((ticket) => first.remove(ticket.userId)));
      if (start === 0) await first.remove(gone.userId);
    }
    expect(await second.all()).toEqual([stays]);
    expect(await first.all()).toEqual([stays]);
  });

  test('pairs thousands in a second', async () => {
    const { first } = await openTwo();
    const tickets = Array.from({ length: 4_000 }, () => aTicket());
    for (let start = 0; start < tickets.length; start += 500) {
      await Promise.all(tickets.slice(start, start + 500).map((ticket) => first.put(ticket)));
    }
    const pairs = tickets.flatMap((a, index) => {
      const b = tickets[index + 1];
      return b && index % 2 === 0 ? [{ a, b, session: sessionOf(a, b) }] : [];
    });
    const startedAt = performance.now();
    let paired = 0;
    for (let start = 0; start < pairs.length; start += 64) {
      const answers = await Promise.all(
        pairs.slice(start, start + 64).map(({ a, b, session }) => first.pair([a.id, b.id], session)),
      );
      paired += answers.filter(Boolean).length;
    }
    const perSecond = Math.round((paired * 1_000) / (performance.now() - startedAt));
    process.stdout.write(`pairs in a second, one connection, 64 at once: ${perSecond}\n`);
    expect(paired).toBe(2_000);
  });
});
