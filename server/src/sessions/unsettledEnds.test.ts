import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Signal } from '../contract/index.ts';
import { WAITS } from '../contract/limits.ts';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import { twoRedisHouses } from '../testing/twoRedisHouses.ts';
import { type SessionEvent, transition } from './sessionMachine.ts';
import type { LiveSession } from './LiveSession.ts';

const OFFER: Signal = { type: 'offer', sdp: 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n' };
const SETTLE_MS = 100;
/** More than two looks of a house at what is due. */
const LOOKS_MS = 10_000;

describeOnRedis('an end over which its server dies', (redis) => {
  /** The first server takes the session of two of the second out of Redis, and dies before it has told anybody. */
  async function dieOver(event: (session: LiveSession) => SessionEvent, atMs: number) {
    const houses = await twoRedisHouses(redis(), { settleMs: SETTLE_MS });
    const [a, b] = [houses.house(1).aPerson(), houses.house(1).aPerson()];
    for (const person of [a, b]) {
      await person.arrive();
      await person.join('level');
    }
    const sessionId = a.last('matched')?.session.id ?? '';
    for (const { userId } of [a, b]) {
      await houses.house(1).sessions.signal(userId, { sessionId, signals: [OFFER] });
    }
    const { store } = houses.house(0);
    const decide = (session: LiveSession) => transition(session, event(session), session.startedAt + atMs);
    expect((await store.change(sessionId, decide))?.session).toBeNull();
    await houses.crash(0);
    const look = async (): Promise<void> => {
      await sleep(SETTLE_MS);
      await houses.house(1).clock.advance(LOOKS_MS);
    };
    return { houses, a, b, sessionId, look };
  }

  test('is told by another one, once to each, and has an end in the history', async () => {
    const leaver = ({ members }: LiveSession): SessionEvent => ({ type: 'left', userId: members[0].userId });
    const { houses, a, b, sessionId, look } = await dieOver(leaver, 60_000);
    expect([a, b].map((person) => person.last('session_ended'))).toEqual([undefined, undefined]);
    for (let count = 0; count < 2; count++) {
      await look();
      const ends = [a, b].map(({ events }) => events.filter(({ type }) => type === 'session_ended'));
      expect(ends.map(({ length }) => length)).toEqual([1, 1]);
      const rows = [0, 1].flatMap((place) => houses.house(place).archive.rows);
      expect(rows.filter((row) => row.startsWith(`ended ${sessionId} left`))).toHaveLength(1);
    }
    houses.stop();
  });

  test('gives those whose call has failed their places back', async () => {
    const { houses, a, b, look } = await dieOver(() => ({ type: 'time' }), WAITS.connectMs);
    await look();
    for (const person of [a, b]) {
      expect(person.last('session_ended')).toMatchObject({ reason: 'connect_failed', requeued: true });
      expect(await houses.house(1).tickets.ofUser(person.userId)).toMatchObject({
        failures: 1,
        isFront: true,
      });
    }
    houses.stop();
  });
});
