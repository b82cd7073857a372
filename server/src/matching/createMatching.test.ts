import { describe, expect, test } from 'vitest';
import type { Band } from '../contract/index.ts';
import { aCard } from '../testing/builders.ts';
import { aHouse, ROUND_MS } from '../testing/aHouse.ts';

const atBand = (currentBand: Band) => ({ card: aCard({ currentBand }) });

describe('the queue', () => {
  test('pairs roulette at the round, with one offerer and one answerer', async () => {
    const house = aHouse();
    const [a, b] = [await house.aPerson().arrive(), await house.aPerson().arrive()];
    await a.join('roulette');
    await b.join('roulette');
    await house.clock.advance(ROUND_MS - 1);
    expect(a.types()).not.toContain('matched');
    await house.clock.advance(1);
    const [mine, theirs] = [a.last('matched')?.session, b.last('matched')?.session];
    expect(mine?.id).toBe(theirs?.id);
    expect(new Set([mine?.role, theirs?.role])).toEqual(new Set(['answerer', 'offerer']));
    expect([mine?.partner.id, theirs?.partner.id]).toEqual([b.userId, a.userId]);
    expect(house.errors).toEqual([]);
  });

  test('pairs the same level at once, and a wider distance only when both accept it', async () => {
    const house = aHouse();
    const near = [
      await house.aPerson(atBand(6)).arrive(),
      await house.aPerson(atBand(6.5)).arrive(),
    ] as const;
    for (const person of near) await person.join('level');
    expect(near[0].types()).toContain('matched');

    const far = [await house.aPerson(atBand(3)).arrive(), await house.aPerson(atBand(4)).arrive()] as const;
    for (const person of far) await person.join('level');
    await house.matching.widen(far[0].userId, 1);
    expect(far[0].types()).not.toContain('matched');
    await house.matching.widen(far[1].userId, 1);
    await house.clock.advance(0);
    expect(far[0].types()).toContain('matched');
  });

  test('obeys a block that comes in the middle of a round, and finds the two others within the same round', async () => {
    const house = aHouse();
    const people = await Promise.all(Array.from({ length: 4 }, () => house.aPerson().arrive()));
    const [a, b] = people;
    if (!a || !b) throw new Error('four came');
    for (const person of people) await person.join('roulette');
    for (const other of people.slice(2)) await house.block(a.userId, other.userId);
    house.interruptRound(() => house.block(a.userId, b.userId));
    await house.clock.advance(ROUND_MS);
    expect(people.map((person) => person.types().includes('matched')).filter(Boolean)).toHaveLength(2);
    expect(a.types()).not.toContain('matched');
  });

  test('needs an open stream of the very device', async () => {
    const house = aHouse();
    const person = house.aPerson();
    await expect(person.join('level')).rejects.toMatchObject({ code: 'NO_EVENT_STREAM' });
  });

  test('keeps the place for 15 s when the device is gone, and does not match it meanwhile', async () => {
    const house = aHouse();
    const [a, b] = [await house.aPerson().arrive(), await house.aPerson().arrive()];
    await a.join('level');
    await a.vanish();
    await b.join('level');
    expect(b.types()).not.toContain('matched');
    await house.clock.advance(10_000);
    await a.arrive();
    expect(a.types()).toContain('matched');
    expect(b.types()).toContain('matched');
  });

  test('gives the place up after 15 s, and says so to the device that comes back', async () => {
    const house = aHouse();
    const person = await house.aPerson().arrive();
    await person.join('roulette');
    await person.vanish();
    await house.clock.advance(16_000);
    await person.arrive();
    expect(person.last('queue_left')).toEqual({ type: 'queue_left', reason: 'expired' });
    expect(await house.matching.status(person.userId)).toMatchObject({ state: 'idle', joinedAt: null });
  });

  test('never matches who has left', async () => {
    const house = aHouse();
    const [a, b] = [await house.aPerson().arrive(), await house.aPerson().arrive()];
    await a.join('roulette');
    await b.join('roulette');
    expect(await house.matching.leave(a.userId)).toBe(true);
    expect(await house.matching.leave(a.userId)).toBe(false);
    await house.clock.advance(3 * ROUND_MS);
    expect([...a.types(), ...b.types()]).not.toContain('matched');
  });

  test('tells the old device when another one takes the place', async () => {
    const house = aHouse();
    const person = await house.aPerson().arrive();
    await person.join('roulette');
    const joinedAt = person.last('queue_joined')?.status.joinedAt;
    const tablet = new AbortController();
    const received: string[] = [];
    const listening = (async () => {
      const stream = house.streams.open(person.userId, { deviceId: 'tablet' }, tablet.signal);
      for await (const [, event] of stream) received.push(event.type);
    })();
    await house.clock.advance(1_000);
    const status = await house.matching.join(person.userId, { mode: 'roulette', deviceId: 'tablet' });
    await house.clock.advance(0);
    expect(status.joinedAt).toBe(joinedAt);
    expect(person.types().slice(-2)).toEqual(['queue_left', 'taken_elsewhere']);
    expect(received).toContain('queue_joined');
    tablet.abort();
    await listening;
  });

  test('sends who was there back in front of others when the match was not answered', async () => {
    const house = aHouse();
    const [a, b] = [await house.aPerson().arrive(), await house.aPerson().arrive()];
    await a.join('level');
    const joinedAt = a.last('queue_joined')?.status.joinedAt;
    await house.clock.advance(2_000);
    await b.join('level');
    const sessionId = a.last('matched')?.session.id ?? '';
    await house.sessions.connected(a.userId, { sessionId, path: 'direct' });
    await house.clock.advance(8_500);
    expect(a.last('session_ended')).toMatchObject({ reason: 'connect_failed', requeued: true });
    expect(b.last('session_ended')).toMatchObject({ reason: 'connect_failed', requeued: false });
    expect(a.last('queue_joined')?.status).toMatchObject({ state: 'waiting', joinedAt });
    expect((await house.tickets.all()).map((ticket) => [ticket.userId, ticket.isFront])).toEqual([
      [a.userId, true],
    ]);
  });

  test('tells the waiting the numbers after a round, at most once in 5 s', async () => {
    const house = aHouse();
    const person = await house.aPerson(atBand(2)).arrive();
    await person.join('level');
    for (let second = 0; second < 12; second++) {
      await (await house.aPerson(atBand(8)).arrive()).join('roulette');
      await house.clock.advance(1_000);
    }
    const told = person.types().filter((type) => type === 'queue_status').length;
    expect(told).toBeGreaterThanOrEqual(2);
    expect(told).toBeLessThanOrEqual(3);
  });

  test('says how long it usually takes in this mode and at this level', async () => {
    const house = aHouse({
      replace: () => ({ waits: { of: (mode, band) => (mode === 'level' ? 1_000 * (band ?? 0) : 7) } }),
    });
    const person = await house.aPerson(atBand(2)).arrive();
    expect((await house.matching.status(person.userId)).estimatedWaitMs).toBe(7);
    await person.join('level');
    expect(person.last('queue_joined')?.status.estimatedWaitMs).toBe(2_000);
  });
});
