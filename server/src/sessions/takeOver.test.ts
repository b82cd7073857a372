import { describe, expect, test } from 'vitest';
import type { Signal } from '../contract/index.ts';
import { WAITS } from '../contract/limits.ts';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import { aHouse, type House } from '../testing/aHouse.ts';
import { twoRedisHouses } from '../testing/twoRedisHouses.ts';

const OFFER: Signal = { type: 'offer', sdp: 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n' };

/** Two who talk, and a tablet of the one. @param otherDoor where the tablet has its stream */
async function talkingWithTablet(house: House, otherDoor: House = house) {
  const [a, b] = [await house.aPerson().arrive(), await house.aPerson().arrive()];
  await a.join('level');
  await b.join('level');
  const sessionId = a.last('matched')?.session.id ?? '';
  for (const { userId } of [a, b]) await house.sessions.connected(userId, { sessionId, path: 'direct' });
  const tablet = await a.at('tablet').arrive(otherDoor);
  await house.clock.advance(0);
  return { a, b, tablet, sessionId };
}

describe('a call', () => {
  test('is taken over by another device of one of the two', async () => {
    const house = aHouse();
    const { a, b, tablet, sessionId } = await talkingWithTablet(house);
    const told = b.types().length;
    const view = await house.sessions.takeOver(a.userId, { sessionId, deviceId: 'tablet' });
    expect(view).toMatchObject({ id: sessionId, state: 'active', partner: { id: b.userId } });
    await house.sessions.signal(b.userId, { sessionId, signals: [OFFER] });
    await house.clock.advance(0);
    expect(a.events.at(-1)).toEqual({ type: 'taken_elsewhere', deviceId: 'tablet' });
    expect(tablet.last('signal')?.signals).toEqual([OFFER]);
    expect(b.types()).toHaveLength(told);
    expect(house.archive.rows.at(-1)).toMatch(/^moved .* (?:tablet phone|phone-of-\S+ tablet)/);
    expect(house.errors).toEqual([]);
  });

  test('goes on when the first device closes, and waits for the second one when that closes', async () => {
    const house = aHouse();
    const { a, b, tablet, sessionId } = await talkingWithTablet(house);
    await house.sessions.takeOver(a.userId, { sessionId, deviceId: 'tablet' });
    await a.vanish();
    expect(await house.sessions.current(b.userId)).toMatchObject({ state: 'active' });
    await tablet.vanish();
    expect(await house.sessions.current(b.userId)).toMatchObject({ state: 'reconnecting' });
    await house.clock.advance(WAITS.sessionAwayMs + 500);
    expect(b.last('session_ended')?.reason).toBe('partner_lost');
  });

  test('of a device that is gone is rescued by another one', async () => {
    const house = aHouse();
    const { a, b, sessionId } = await talkingWithTablet(house);
    await a.vanish();
    expect(b.last('partner_state')?.state).toBe('reconnecting');
    await house.sessions.takeOver(a.userId, { sessionId, deviceId: 'tablet' });
    await house.clock.advance(WAITS.sessionAwayMs + 500);
    expect(b.last('partner_state')?.state).toBe('connected');
    expect(b.types()).not.toContain('session_ended');
  });

  test('is not taken over by strangers, by devices that are not here, nor when it is over; twice is as good as once', async () => {
    const house = aHouse();
    const { a, b, sessionId } = await talkingWithTablet(house);
    const stranger = await house.aPerson().arrive();
    const take = (userId: string, deviceId: string) =>
      house.sessions.takeOver(userId, { sessionId, deviceId });
    await expect(take(stranger.userId, stranger.deviceId)).rejects.toMatchObject({ code: 'NOT_IN_SESSION' });
    await expect(take(a.userId, 'nowhere')).rejects.toMatchObject({ code: 'NO_EVENT_STREAM' });
    await expect(take(a.userId, b.deviceId)).rejects.toMatchObject({ code: 'NO_EVENT_STREAM' });
    await take(a.userId, a.deviceId);
    await take(a.userId, 'tablet');
    await take(a.userId, 'tablet');
    await house.clock.advance(0);
    expect(a.types().filter((type) => type === 'taken_elsewhere')).toHaveLength(1);
    await house.sessions.end(b.userId, sessionId);
    await expect(take(a.userId, a.deviceId)).rejects.toMatchObject({ code: 'SESSION_OVER' });
  });

  test('that fails to connect after it was taken over sends the device back to the queue that had it last', async () => {
    const house = aHouse();
    const [a, b] = [await house.aPerson().arrive(), await house.aPerson().arrive()];
    await a.join('level');
    await b.join('level');
    const sessionId = a.last('matched')?.session.id ?? '';
    const tablet = await a.at('tablet').arrive(house);
    await house.sessions.takeOver(a.userId, { sessionId, deviceId: 'tablet' });
    await house.sessions.signal(a.userId, { sessionId, signals: [OFFER] });
    await house.clock.advance(WAITS.answerMs + 500);
    expect(tablet.types()).toEqual(expect.arrayContaining(['session_ended', 'queue_joined']));
    expect(a.types()).not.toContain('session_ended');
  });
});

describeOnRedis('a call of two servers', (redis) => {
  test('is taken over by a device that is on the other one', async () => {
    const houses = await twoRedisHouses(redis());
    const [first, second] = [houses.house(0), houses.house(1)];
    const { a, b, tablet, sessionId } = await talkingWithTablet(first, second);
    await second.sessions.takeOver(a.userId, { sessionId, deviceId: 'tablet' });
    await first.sessions.signal(b.userId, { sessionId, signals: [OFFER] });
    await first.clock.advance(0);
    expect(a.types().at(-1)).toBe('taken_elsewhere');
    expect(tablet.last('signal')?.signals).toEqual([OFFER]);
    await a.vanish();
    expect(await first.sessions.current(b.userId)).toMatchObject({ state: 'active' });
    houses.stop();
  });
});
