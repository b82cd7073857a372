import { describe, expect, test } from 'vitest';
import type { Signal } from '../contract/index.ts';
import { LIMITS } from '../contract/limits.ts';
import { aHouse } from '../testing/aHouse.ts';
import { anId } from '../testing/builders.ts';

const candidate = (number: number): Signal => ({
  type: 'ice_candidate',
  candidate: { candidate: `candidate:${number}`, sdpMid: '0', sdpMLineIndex: 0 },
});
const OFFER: Signal = { type: 'offer', sdp: 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n' };

async function twoInCall() {
  const house = aHouse();
  const [a, b] = [await house.aPerson().arrive(), await house.aPerson().arrive()];
  await a.join('level');
  await b.join('level');
  const sessionId = a.last('matched')?.session.id ?? '';
  return { house, a, b, sessionId };
}

describe('a running session', () => {
  test('hands signals to the partner only, in order, also over a cut', async () => {
    const { house, a, b, sessionId } = await twoInCall();
    const sent = Array.from({ length: 50 }, (_, number) => candidate(number));
    for (const [number, signal] of sent.entries()) {
      if (number === 10) await b.vanish();
      if (number === 40) await b.arrive();
      await house.sessions.signal(a.userId, { sessionId, signals: [signal] });
    }
    await house.clock.advance(0);
    expect(b.events.flatMap((event) => (event.type === 'signal' ? event.signals : []))).toEqual(sent);
    expect(a.types()).not.toContain('signal');
  });

  test('refuses candidates and offers over the limits, and forwards none of them', async () => {
    const { house, a, b, sessionId } = await twoInCall();
    const send = (...signals: Signal[]) => house.sessions.signal(a.userId, { sessionId, signals });
    for (let number = 0; number < LIMITS.candidatesPerOffer; number++) await send(candidate(number));
    await expect(send(candidate(60))).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    await send(OFFER, candidate(61));
    for (let number = 1; number < LIMITS.offersPerMinute; number++) await send(OFFER);
    await expect(send(OFFER)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 60_000 });
    await house.clock.advance(0);
    const signals = b.events.flatMap((event) => (event.type === 'signal' ? event.signals : []));
    expect(signals).toHaveLength(LIMITS.candidatesPerOffer + LIMITS.offersPerMinute + 1);
  });

  test('lets both send candidates again after an offer of either', async () => {
    const { house, a, b, sessionId } = await twoInCall();
    const send = (userId: string, signal: Signal) =>
      house.sessions.signal(userId, { sessionId, signals: [signal] });
    for (let number = 0; number < LIMITS.candidatesPerOffer; number++)
      await send(b.userId, candidate(number));
    await send(a.userId, OFFER);
    await expect(send(b.userId, candidate(0))).resolves.toBeUndefined();
  });

  test('tells the partner when an app goes to the background, and not without end', async () => {
    const { house, a, b, sessionId } = await twoInCall();
    const tell = (userId: string, background: boolean) =>
      house.sessions.background(userId, { sessionId, background });
    await tell(a.userId, true);
    await tell(a.userId, false);
    await house.clock.advance(0);
    const told = () => b.events.flatMap((event) => (event.type === 'partner_state' ? [event.state] : []));
    expect(told()).toEqual(['background', 'connected']);
    expect(a.types()).not.toContain('partner_state');
    for (let count = 2; count < LIMITS.backgroundsPerMinute; count++) await tell(a.userId, count % 2 === 0);
    await expect(tell(a.userId, true)).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfterMs: 60_000,
    });
    await expect(tell(anId(), true)).rejects.toMatchObject({ code: 'NOT_IN_SESSION' });
    await expect(tell(b.userId, true)).resolves.toBeUndefined();
  });

  test('is closed to strangers, and over for its own two when it has ended', async () => {
    const { house, a, b, sessionId } = await twoInCall();
    const stranger = anId();
    await expect(house.sessions.signal(stranger, { sessionId, signals: [OFFER] })).rejects.toMatchObject({
      code: 'NOT_IN_SESSION',
    });
    await expect(house.sessions.end(stranger, sessionId)).rejects.toMatchObject({ code: 'NOT_IN_SESSION' });
    await house.sessions.end(a.userId, sessionId);
    await house.sessions.end(a.userId, sessionId);
    await house.sessions.end(b.userId, sessionId);
    await house.clock.advance(0);
    expect(a.last('session_ended')?.reason).toBe('left');
    expect(b.types().filter((type) => type === 'session_ended')).toHaveLength(1);
    await expect(house.sessions.signal(b.userId, { sessionId, signals: [OFFER] })).rejects.toMatchObject({
      code: 'SESSION_OVER',
    });
  });

  test('shows a chat message to both, and one that is sent again only once', async () => {
    const { house, a, b, sessionId } = await twoInCall();
    const input = { sessionId, text: 'Salom', clientMessageId: anId() };
    const first = await house.sessions.chat(a.userId, input);
    const again = await house.sessions.chat(a.userId, { ...input, text: 'changed' });
    await house.clock.advance(0);
    expect(again).toEqual(first);
    for (const person of [a, b]) {
      expect(person.events.filter((event) => event.type === 'chat')).toEqual([
        { type: 'chat', message: first },
      ]);
    }
    expect((await house.sessions.current(b.userId))?.messages).toEqual([first]);
    expect(house.archive.rows.filter((row) => row.startsWith('wrote'))).toContain('wrote Salom');
  });

  test('limits chat to 5 in 5 s and 60 in a minute, but not what is sent again', async () => {
    const { house, a, sessionId } = await twoInCall();
    const say = (clientMessageId = anId()) =>
      house.sessions.chat(a.userId, { sessionId, text: 'x', clientMessageId });
    const last = anId();
    for (let number = 0; number < 4; number++) await say();
    await say(last);
    await expect(say()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 5_000 });
    await expect(say(last)).resolves.toMatchObject({ clientMessageId: last });
    await house.sessions.connected(a.userId, { sessionId, path: 'direct' });
    for (let number = 5; number < 60; number++) {
      if (number % 5 === 0) await house.clock.advance(5_000 - 4_999 * Number(number > 5));
      await say().catch(() => undefined);
    }
    const sent = (await house.sessions.current(a.userId))?.messages.length ?? 0;
    expect(sent).toBeLessThanOrEqual(LIMITS.chatPerMinute);
  });

  test('goes on while the database is away, and is written when it is back', async () => {
    const { house, a, b, sessionId } = await twoInCall();
    await house.sessions.connected(a.userId, { sessionId, path: 'direct' });
    await house.sessions.connected(b.userId, { sessionId, path: 'relay' });
    house.archive.setAway(true);
    const chatting = house.sessions.chat(a.userId, {
      sessionId,
      text: 'while away',
      clientMessageId: anId(),
    });
    await house.clock.advance(1_000);
    await chatting;
    expect(b.last('chat')?.message.text).toBe('while away');
    await house.sessions.end(b.userId, sessionId);
    await house.clock.advance(30_000);
    expect(house.writes.size()).toBe(2);
    house.archive.setAway(false);
    await house.clock.advance(6_000);
    expect(house.archive.rows.slice(-2)).toEqual(['wrote while away', `ended ${sessionId} left 1000`]);
    expect(house.errors).toEqual([]);
  });

  test('tells the partner when a device goes and comes back, and ends after 45 s', async () => {
    const { house, a, b, sessionId } = await twoInCall();
    for (const person of [a, b]) await house.sessions.connected(person.userId, { sessionId, path: 'direct' });
    await b.vanish();
    expect(a.last('partner_state')?.state).toBe('reconnecting');
    await house.clock.advance(44_000);
    await b.arrive();
    expect(a.last('partner_state')?.state).toBe('connected');
    await b.vanish();
    await house.clock.advance(46_000);
    expect(a.last('session_ended')).toMatchObject({ reason: 'partner_lost', requeued: false });
    await b.arrive();
    expect(b.last('session_ended')?.reason).toBe('partner_lost');
  });

  test('is given back to a device that has lost everything, with the chat', async () => {
    const { house, a, sessionId } = await twoInCall();
    await house.sessions.chat(a.userId, { sessionId, text: 'before', clientMessageId: anId() });
    const reloaded = new AbortController();
    const stream = house.streams.open(a.userId, { deviceId: a.deviceId }, reloaded.signal);
    const first = await stream.next();
    expect(first.value?.[1]).toMatchObject({
      type: 'snapshot',
      session: { id: sessionId, messages: [{ text: 'before' }] },
      queue: { state: 'in_session', sessionId },
    });
    reloaded.abort();
    await stream.return();
  });
});
