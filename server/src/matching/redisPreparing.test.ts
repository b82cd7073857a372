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
