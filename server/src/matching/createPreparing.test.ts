import { describe, expect, test } from 'vitest';
import type { Band, Signal } from '../contract/index.ts';
import { WAITS } from '../contract/limits.ts';
import { aHouse, ROUND_MS, type House } from '../testing/aHouse.ts';
import { aCard } from '../testing/builders.ts';
import type { Person } from '../testing/createPerson.ts';
import { waysToFallApart } from '../testing/waysToFallApart.ts';

const OFFER: Signal = { type: 'offer', sdp: 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n' };
const atBand = (currentBand: Band) => ({ card: aCard({ currentBand }) });

async function waiting(house: House, ...people: Person[]): Promise<void> {
  for (const person of people) {
    await person.arrive();
    await person.join('roulette');
  }
}

/** Two who wait for the round and have been told to prepare for it. */
async function aPreparedPair(house = aHouse()) {
  const [a, b] = [house.aPerson(), house.aPerson()];
  await waiting(house, a, b);
  await house.clock.advance(ROUND_MS - WAITS.prepareMs);
  const sessionId = a.last('prepare')?.sessionId ?? '';
  return { house, a, b, sessionId };
}

const untilRound = (house: House) => house.clock.advance(WAITS.prepareMs);

describe('a prepared pair', () => {
  test('is told 2.5 s before the round what it needs to connect, and nothing of each other', async () => {
    const house = aHouse();
    const [a, b] = [house.aPerson(), house.aPerson()];
    await waiting(house, a, b);
    await house.clock.advance(ROUND_MS - WAITS.prepareMs - 1);
    expect(a.types()).not.toContain('prepare');
    await house.clock.advance(1);
    const [mine, theirs] = [a.last('prepare'), b.last('prepare')];
    expect(mine?.sessionId).toBe(theirs?.sessionId);
    expect(new Set([mine?.role, theirs?.role])).toEqual(new Set(['answerer', 'offerer']));
    for (const told of [mine, theirs]) {
      expect(Object.keys(told ?? {}).sort()).toEqual([
        'iceServers',
        'iceTransportPolicy',
        'role',
        'sessionId',
        'type',
      ]);
    }
    expect(await house.matching.status(a.userId)).toMatchObject({ state: 'waiting', sessionId: null });
  });

  test('hands signals on until the round, and is matched at it under the same id and in the same roles', async () => {
    const { house, a, b, sessionId } = await aPreparedPair();
    await house.sessions.signal(a.userId, { sessionId, signals: [OFFER] });
    await untilRound(house);
    expect(b.types().slice(-3)).toEqual(['prepare', 'signal', 'matched']);
    for (const person of [a, b]) {
      const session = person.last('matched')?.session;
      expect(session).toMatchObject({ id: sessionId, role: person.last('prepare')?.role });
    }
    await house.sessions.signal(b.userId, { sessionId, signals: [OFFER] });
    await house.clock.advance(0);
    expect(a.types().at(-1)).toBe('signal');
    expect(house.errors).toEqual([]);
  });

  test('is closed to others and to everything but signals', async () => {
    const { house, a, sessionId } = await aPreparedPair();
    const stranger = await house.aPerson().arrive();
    const refused = { code: 'NOT_IN_SESSION' };
    const { sessions } = house;
    await expect(sessions.signal(stranger.userId, { sessionId, signals: [OFFER] })).rejects.toMatchObject(
      refused,
    );
    await expect(sessions.connected(a.userId, { sessionId, path: 'direct' })).rejects.toMatchObject(refused);
    await expect(
      sessions.chat(a.userId, { sessionId, text: 'hi', clientMessageId: sessionId }),
    ).rejects.toMatchObject(refused);
    await expect(sessions.end(a.userId, sessionId)).rejects.toMatchObject(refused);
    expect(await sessions.current(a.userId)).toBeNull();
  });

  test('has not answered its match by what it sent before it', async () => {
    const { house, a, b, sessionId } = await aPreparedPair();
    for (const person of [a, b]) {
      await house.sessions.signal(person.userId, { sessionId, signals: [OFFER] });
    }
    await untilRound(house);
    await house.clock.advance(WAITS.answerMs + 500);
    expect(a.last('session_ended')).toMatchObject({ reason: 'connect_failed', requeued: false });
  });

  test.each(waysToFallApart('level'))(
    'falls apart when one %s, and the other keeps the place',
    async (_, fallApart) => {
      const { house, a, b, sessionId } = await aPreparedPair(aHouse());
      const joinedAt = b.last('queue_joined')?.status.joinedAt;
      await fallApart(house, a, b);
      await house.clock.advance(0);
      expect(b.last('prepare_cancelled')).toEqual({ type: 'prepare_cancelled', sessionId });
      expect(await house.matching.status(b.userId)).toMatchObject({ state: 'waiting', joinedAt });
      await expect(house.sessions.signal(b.userId, { sessionId, signals: [OFFER] })).rejects.toMatchObject({
        code: 'NOT_IN_SESSION',
      });
      await untilRound(house);
      expect(b.types().filter((type) => type === 'prepare_cancelled')).toHaveLength(1);
      expect([a.last('matched')?.session.id, b.last('matched')?.session.id]).not.toContain(sessionId);
      expect(house.errors).toEqual([]);
    },
  );

  test('falls apart when somebody new is just right for one of them, and the other is told', async () => {
    const house = aHouse();
    const [a, b] = [house.aPerson(atBand(6)), house.aPerson(atBand(6))];
    await a.arrive();
    await a.join('level');
    await waiting(house, b);
    await house.clock.advance(ROUND_MS - WAITS.prepareMs);
    expect(b.types()).toContain('prepare');
    const arrival = await house.aPerson(atBand(6)).arrive();
    await arrival.join('level');
    expect(a.last('matched')?.session.partner.id).toBe(arrival.userId);
    expect(a.types()).not.toContain('prepare_cancelled');
    expect(b.types().at(-1)).toBe('prepare_cancelled');
  });

  test('falls apart when one wants to hide the address after all', async () => {
    const { house, a, b } = await aPreparedPair();
    const learner = house.people.get(a.userId);
    if (learner) house.people.set(a.userId, { ...learner, hideIp: true });
    await house.learnerChanged(a.userId);
    await house.clock.advance(0);
    for (const person of [a, b]) expect(person.types().at(-1)).toBe('prepare_cancelled');
    await untilRound(house);
    expect(a.last('matched')?.session.iceTransportPolicy).toBe('relay');
  });

  test('goes through the relay, and only relayed candidates pass, when one of them hides the address', async () => {
    const house = aHouse({ hasRelay: true });
    const [a, b] = [house.aPerson({ hideIp: true }), house.aPerson()];
    await waiting(house, a, b);
    await house.clock.advance(ROUND_MS - WAITS.prepareMs);
    const told = b.last('prepare');
    expect(told?.iceTransportPolicy).toBe('relay');
    const sessionId = told?.sessionId ?? '';
    const candidate = (line: string): Signal => ({ type: 'ice_candidate', candidate: { candidate: line } });
    const signals = [
      candidate('candidate:1 1 udp 2113937151 192.168.1.2 50000 typ host'),
      candidate('candidate:2 1 udp 33562367 203.0.113.5 50001 typ relay raddr 198.51.100.7 rport 50002'),
    ];
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      await house.sessions.signal(from.userId, { sessionId, signals });
      await house.clock.advance(0);
      expect(to.last('signal')?.signals).toEqual([
        candidate('candidate:2 1 udp 33562367 203.0.113.5 50001 typ relay raddr 0.0.0.0 rport 0'),
      ]);
    }
  });
});

describe('rounds that follow each other fast', () => {
  test('are not prepared', async () => {
    const house = aHouse({ roundMs: 5_000 });
    const [a, b] = [house.aPerson(), house.aPerson()];
    await waiting(house, a, b);
    await house.clock.advance(5_000);
    expect(a.types()).toContain('matched');
    expect(a.types()).not.toContain('prepare');
  });
});
