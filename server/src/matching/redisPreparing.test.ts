import { expect, test } from 'vitest';
import type { Signal } from '../contract/index.ts';
import { WAITS } from '../contract/limits.ts';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import { ROUND_MS } from '../testing/aHouse.ts';
import { twoRedisHouses } from '../testing/twoRedisHouses.ts';

const OFFER: Signal = { type: 'offer', sdp: 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n' };

describeOnRedis('a pair whose two are on two servers', (redis) => {
  async function aPreparedPair() {
    const houses = await twoRedisHouses(redis());
    const people = [houses.house(0).aPerson(), houses.house(0).aPerson()] as const;
    for (const [place, person] of people.entries()) {
      await person.arrive(houses.house(place));
      await person.join('roulette');
    }
    const { clock } = houses.house(0);
    await clock.advance(ROUND_MS - WAITS.prepareMs);
    const [a, b] = people;
    return { houses, clock, a, b, sessionId: a.last('prepare')?.sessionId ?? '' };
  }

  /** Both have their streams at the second server, and the first one heard who came. */
  async function anArrivalsPair() {
    const houses = await twoRedisHouses(redis());
    const [a, b] = [houses.house(1).aPerson(), houses.house(1).aPerson()];
    for (const person of [a, b]) await person.arrive();
    await a.join('level', true);
    const { matching, clock } = houses.house(0);
    await matching.join(b.userId, { mode: 'level', deviceId: b.deviceId, prepares: true });
    await clock.advance(0);
    return { houses, a, b, sessionId: a.last('prepare')?.sessionId ?? '' };
  }

  test('is prepared by one of them, signals across, and is matched as it was prepared', async () => {
    const { houses, clock, a, b, sessionId } = await aPreparedPair();
    expect([a, b].map((person) => person.types().filter((type) => type === 'prepare'))).toEqual([
      ['prepare'],
      ['prepare'],
    ]);
    expect(b.last('prepare')?.sessionId).toBe(sessionId);
    await houses.house(0).sessions.signal(a.userId, { sessionId, signals: [OFFER] });
    await houses.house(1).sessions.signal(b.userId, { sessionId, signals: [OFFER] });
    await clock.advance(WAITS.prepareMs);
    for (const person of [a, b]) {
      expect(person.last('signal')?.signals).toEqual([OFFER]);
      expect(person.last('matched')?.session.id).toBe(sessionId);
    }
    houses.stop();
  });

  test('falls apart on both when one leaves', async () => {
    const { houses, clock, a, b, sessionId } = await aPreparedPair();
    await houses.house(0).matching.leave(a.userId);
    await clock.advance(0);
    expect(b.last('prepare_cancelled')?.sessionId).toBe(sessionId);
    await expect(
      houses.house(1).sessions.signal(b.userId, { sessionId, signals: [OFFER] }),
    ).rejects.toMatchObject({ code: 'NOT_IN_SESSION' });
    houses.stop();
  });

  test('is one pair only when two come at once for the one who waits', async () => {
    const houses = await twoRedisHouses(redis());
    const people = [0, 1, 0].map((place) => ({ place, person: houses.house(place).aPerson() }));
    for (const { place, person } of people) await person.arrive(houses.house(place));
    const [waiting, ...coming] = people.map(({ person }) => person);
    await waiting?.join('level', true);
    await Promise.all(
      coming.map(({ userId, deviceId }, place) =>
        houses.house(place).matching.join(userId, { mode: 'level', deviceId, prepares: true }),
      ),
    );
    const { clock } = houses.house(0);
    await clock.advance(0);
    const told = [waiting, ...coming].flatMap((person) => person?.types() ?? []);
    expect(told.filter((type) => type === 'prepare')).toHaveLength(2);
    expect(waiting?.types().filter((type) => type === 'prepare')).toHaveLength(1);
    houses.stop();
  });

  test('is matched by a word to either server', async () => {
    const { houses, a, b, sessionId } = await anArrivalsPair();
    await houses.house(1).matching.prepared(a.userId, sessionId);
    await houses.house(0).matching.prepared(b.userId, sessionId);
    await houses.house(0).clock.advance(0);
    for (const person of [a, b]) expect(person.last('matched')?.session.id).toBe(sessionId);
    houses.stop();
  });

  test('is matched in time when the server that has prepared it is killed', async () => {
    const { houses, a, b, sessionId } = await anArrivalsPair();
    await houses.crash(0);
    // In these houses nothing is looked after more often than every 4 s.
    await houses.house(1).clock.advance(WAITS.arrivalMs + 4_000);
    for (const person of [a, b]) expect(person.last('matched')?.session.id).toBe(sessionId);
    houses.stop();
  });

  test('falls apart when the server of one is killed', async () => {
    const { houses, clock, a, b, sessionId } = await aPreparedPair();
    await houses.crash(0);
    a.cut();
    await clock.advance(WAITS.prepareMs);
    expect(b.last('prepare_cancelled')?.sessionId).toBe(sessionId);
    expect(b.types()).not.toContain('matched');
    houses.stop();
  });
});
