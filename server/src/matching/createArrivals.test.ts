import { describe, expect, test } from 'vitest';
import type { Band, Signal } from '../contract/index.ts';
import { WAITS } from '../contract/limits.ts';
import { aHouse, ROUND_MS, type House } from '../testing/aHouse.ts';
import { aCard } from '../testing/builders.ts';
import type { Person } from '../testing/createPerson.ts';
import { waysToFallApart } from '../testing/waysToFallApart.ts';

const OFFER: Signal = { type: 'offer', sdp: 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n' };
const atBand = (currentBand: Band) => ({ card: aCard({ currentBand }) });
const count = (person: Person, type: string): number => person.types().filter((each) => each === type).length;

async function anArrival(house: House, person = house.aPerson()): Promise<Person> {
  await person.arrive();
  await person.join('level', true);
  return person;
}

/** Two of one level, of whom the second has just come, long before any round. */
async function anArrivalsPair(house = aHouse()) {
  const a = await anArrival(house);
  await house.clock.advance(1_000);
  const b = await anArrival(house);
  return { house, a, b, sessionId: a.last('prepare')?.sessionId ?? '' };
}

describe('two of one level whose devices connect ahead', () => {
  test('are told what they need to connect, and wait meanwhile', async () => {
    const { house, a, b, sessionId } = await anArrivalsPair();
    expect(b.last('prepare')).toMatchObject({ sessionId, role: 'answerer' });
    expect(a.last('prepare')?.role).toBe('offerer');
    for (const person of [a, b]) {
      expect(person.types()).not.toContain('matched');
      expect(await house.matching.status(person.userId)).toMatchObject({ state: 'waiting', sessionId: null });
    }
    await house.sessions.signal(a.userId, { sessionId, signals: [OFFER] });
    await house.clock.advance(0);
    expect(b.last('signal')?.signals).toEqual([OFFER]);
  });

  test('are matched as soon as both say that they are connected, under the same id and in the same roles', async () => {
    const { house, a, b, sessionId } = await anArrivalsPair();
    await house.clock.advance(400);
    await a.tellPrepared();
    await a.tellPrepared();
    expect(a.types()).not.toContain('matched');
    await b.tellPrepared();
    for (const person of [a, b]) {
      const session = person.last('matched')?.session;
      expect(session).toMatchObject({ id: sessionId, mode: 'level', role: person.last('prepare')?.role });
    }
    await b.tellPrepared();
    await house.clock.advance(ROUND_MS);
    for (const person of [a, b]) expect(count(person, 'prepare_cancelled')).toBe(0);
    expect(house.errors).toEqual([]);
  });

  test.each(['neither', 'one'])('are matched after 1.5 s when %s says so', async (who) => {
    const { house, a, b, sessionId } = await anArrivalsPair();
    if (who === 'one') await b.tellPrepared();
    await house.clock.advance(WAITS.arrivalMs - 1);
    expect(a.types()).not.toContain('matched');
    await house.clock.advance(1);
    expect([a, b].map((person) => person.last('matched')?.session.id)).toEqual([sessionId, sessionId]);
    expect([a, b].map((person) => count(person, 'prepare'))).toEqual([1, 1]);
  });

  test('are not matched by the word of a stranger, nor twice by that of one', async () => {
    const { house, a, b, sessionId } = await anArrivalsPair();
    const stranger = await house.aPerson().arrive();
    await house.matching.prepared(a.userId, sessionId);
    await house.matching.prepared(stranger.userId, sessionId);
    await house.matching.prepared(b.userId, stranger.userId);
    await house.clock.advance(0);
    expect(a.types()).not.toContain('matched');
  });

  test('are matched by a round that comes in between, as they were prepared', async () => {
    const house = aHouse();
    await house.clock.advance(ROUND_MS - 1_500);
    const { a, b, sessionId } = await anArrivalsPair(house);
    await house.clock.advance(500);
    for (const person of [a, b]) {
      expect(person.last('matched')?.session.id).toBe(sessionId);
      expect(count(person, 'prepare')).toBe(1);
    }
  });

  test('are left out when the coming round is planned', async () => {
    const house = aHouse();
    await house.clock.advance(ROUND_MS - WAITS.prepareMs - 1_500);
    const { a, b, sessionId } = await anArrivalsPair(house);
    const others = [house.aPerson(), house.aPerson()];
    for (const person of others) {
      await person.arrive();
      await person.join('roulette');
    }
    await house.clock.advance(600);
    expect(others.map((person) => count(person, 'prepare'))).toEqual([1, 1]);
    await house.clock.advance(1_000);
    expect([a, b].map((person) => person.last('matched')?.session.id)).toEqual([sessionId, sessionId]);
    expect([a, b].map((person) => count(person, 'prepare'))).toEqual([1, 1]);
  });

  test('are matched at once when one of the devices does not connect ahead', async () => {
    for (const prepares of [true, false]) {
      const house = aHouse();
      const [a, b] = [await house.aPerson().arrive(), await house.aPerson().arrive()];
      await a.join('level', prepares);
      await b.join('level', !prepares);
      for (const person of [a, b]) {
        expect(person.types()).toContain('matched');
        expect(person.types()).not.toContain('prepare');
      }
    }
  });

  test('are asked for a partner by nobody else who comes, until they fall apart', async () => {
    const { house, a, b } = await anArrivalsPair();
    const third = await anArrival(house);
    expect(third.types()).not.toContain('prepare');
    await house.matching.leave(b.userId);
    await house.clock.advance(0);
    expect(a.last('prepare')?.sessionId).toBe(third.last('prepare')?.sessionId);
    await a.tellPrepared();
    await third.tellPrepared();
    expect(a.last('matched')?.session.partner.id).toBe(third.userId);
  });

  test("take one out of a round's plan, whose other one is told", async () => {
    const house = aHouse();
    const a = await anArrival(house, house.aPerson(atBand(6)));
    const planned = await house.aPerson(atBand(6)).arrive();
    await planned.join('roulette');
    await house.clock.advance(ROUND_MS - WAITS.prepareMs);
    const plannedId = planned.last('prepare')?.sessionId;
    expect(a.last('prepare')?.sessionId).toBe(plannedId);
    const b = await anArrival(house, house.aPerson(atBand(6)));
    for (const person of [a, planned]) expect(person.last('prepare_cancelled')?.sessionId).toBe(plannedId);
    expect(a.last('prepare')?.sessionId).toBe(b.last('prepare')?.sessionId);
    await a.tellPrepared();
    await b.tellPrepared();
    expect(a.last('matched')?.session.partner.id).toBe(b.userId);
    expect(planned.types().at(-1)).toBe('prepare_cancelled');
  });
});

describe("an arrival's pair", () => {
  test.each(waysToFallApart('roulette'))(
    'falls apart when one %s, and the other keeps the place and finds the next who comes',
    async (_, fallApart) => {
      const { house, a, b, sessionId } = await anArrivalsPair();
      const joinedAt = b.last('queue_joined')?.status.joinedAt;
      await fallApart(house, a, b);
      await house.clock.advance(0);
      expect(b.last('prepare_cancelled')).toEqual({ type: 'prepare_cancelled', sessionId });
      expect(await house.matching.status(b.userId)).toMatchObject({ state: 'waiting', joinedAt });
      await house.clock.advance(WAITS.arrivalMs);
      expect(b.types()).not.toContain('matched');
      // The first of them may find who has left the pair and still waits.
      const comers = [await anArrival(house), await anArrival(house)];
      await house.clock.advance(WAITS.arrivalMs);
      const session = b.last('matched')?.session;
      expect(session?.id).toBe(b.last('prepare')?.sessionId);
      expect(comers.map(({ userId }) => userId)).toContain(session?.partner.id);
      expect(house.errors).toEqual([]);
    },
  );

  const waysToChange: Record<string, (house: House, who: Person) => Promise<unknown>> = {
    'changes something about herself': (house, who) => house.learnerChanged(who.userId),
    'accepts more': (house, who) => house.matching.widen(who.userId, 1),
    'asks again': (_, who) => who.join('level', true),
    'comes back after a cut': async (_, who) => {
      await who.vanish();
      await who.arrive();
    },
  };
  test.each(Object.entries(waysToChange))(
    'falls apart when one %s, and the same two are prepared anew',
    async (_, change) => {
      const { house, a, b, sessionId } = await anArrivalsPair();
      await change(house, b);
      await house.clock.advance(0);
      for (const person of [a, b]) {
        expect(person.last('prepare_cancelled')?.sessionId).toBe(sessionId);
        expect(count(person, 'prepare')).toBe(2);
      }
      await a.tellPrepared();
      await b.tellPrepared();
      expect(a.last('matched')?.session.partner.id).toBe(b.userId);
    },
  );

  test('gives one up to a round only for somebody who has waited longer and has nobody else', async () => {
    const house = aHouse();
    const longest = await house.aPerson().arrive();
    await longest.join('roulette');
    await house.clock.advance(ROUND_MS - 1_500);
    const { a, b, sessionId } = await anArrivalsPair(house);
    await house.block(longest.userId, b.userId);
    await house.clock.advance(500);
    expect(longest.last('matched')?.session.partner.id).toBe(a.userId);
    expect(b.last('prepare_cancelled')?.sessionId).toBe(sessionId);
    const next = await anArrival(house);
    expect(b.last('prepare')?.sessionId).toBe(next.last('prepare')?.sessionId);
  });

  test('connects when it is matched, if one who asks again does not connect ahead any more', async () => {
    const { a, b, sessionId } = await anArrivalsPair();
    await b.join('level');
    expect(a.last('prepare_cancelled')?.sessionId).toBe(sessionId);
    expect(b.types().slice(-2)).toEqual(['queue_joined', 'matched']);
    expect(a.last('matched')?.session.id).not.toBe(sessionId);
  });

  test('whose match fails sends back one who connects ahead again', async () => {
    const { house, a, b } = await anArrivalsPair();
    const sessionId = a.last('prepare')?.sessionId ?? '';
    await house.clock.advance(WAITS.arrivalMs);
    await house.sessions.connected(a.userId, { sessionId, path: 'direct' });
    await house.clock.advance(WAITS.answerMs + 500);
    expect(a.last('session_ended')).toMatchObject({ reason: 'connect_failed', requeued: true });
    const next = await anArrival(house);
    expect(a.last('prepare')?.sessionId).toBe(next.last('prepare')?.sessionId);
    expect(b.types()).not.toContain('queue_left');
  });
});
