import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Signal } from './contract/index.ts';
import { serverEvent } from './contract/events.ts';
import { WAITS } from './contract/limits.ts';
import { aServer, type TestServer } from './testing/aServer.ts';
import type { ApiClient } from './testing/apiClient.ts';

/** What comes before a match, of the whole server, as clients written from the protocol alone see it. */

const ROUND_MS = 6_000;

let server: TestServer;
beforeAll(async () => {
  server = await aServer({
    ROULETTE_INTERVAL_SECONDS: String(ROUND_MS / 1_000),
    TURN_URLS: 'turn:turn.example:3478',
    TURN_SECRET: 'a secret of thirty-two characters!',
  });
}, 60_000);
afterAll(() => server.stop(), 60_000);

const SDP = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
const OFFER: Signal = { type: 'offer', sdp: SDP };
const ANSWER: Signal = { type: 'answer', sdp: SDP };
const candidate = (number: number): Signal => ({
  type: 'ice_candidate',
  candidate: { candidate: `candidate:${number}`, sdpMid: '0', sdpMLineIndex: 0 },
});

const clients: ApiClient[] = [];

async function connected(): Promise<ApiClient> {
  const client = await server.aLearner();
  await client.connect();
  await client.listen();
  await client.event('snapshot');
  clients.push(client);
  return client;
}

/** Two who join as soon as a round is over, in time for the plan of the next one. */
async function twoWaiting(): Promise<[ApiClient, ApiClient]> {
  const [a, b] = await Promise.all([connected(), connected()]);
  await new Promise((resolve) => void setTimeout(resolve, ROUND_MS - (Date.now() % ROUND_MS) + 50));
  const join = (client: ApiClient) =>
    client.mutate('queue.join', { mode: 'roulette', deviceId: client.deviceId });
  await Promise.all([join(a), join(b)]);
  return [a, b];
}

/** The second one has just come. */
async function twoOfOneLevel(prepares: boolean): Promise<[ApiClient, ApiClient]> {
  const [a, b] = await Promise.all([connected(), connected()]);
  for (const client of [a, b]) {
    await client.mutate('queue.join', { mode: 'level', deviceId: client.deviceId, prepares });
  }
  return [a, b];
}

afterEach(async () => {
  for (const client of clients.splice(0)) {
    await client.http('mutation', 'queue.leave');
    client.cut();
  }
});

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'accepted',
    (error: { code: string; appCode: string }) => `${error.code} ${error.appCode}`,
  );

const signalsOf = (client: ApiClient): Signal[] =>
  client.events.flatMap((event) => (event.type === 'signal' ? event.signals : []));

describe('two who wait for a round', () => {
  test('may connect before it, are matched under the same id, and no bad input of one harms the other', async () => {
    const stranger = await connected();
    const [a, b] = await twoWaiting();
    const [first, second] = await Promise.all([a.event('prepare'), b.event('prepare')]);
    const { sessionId } = first;
    expect(second.sessionId).toBe(sessionId);
    const [offerer, answerer] = first.role === 'offerer' ? [a, b] : [b, a];
    expect(JSON.stringify([first, second])).not.toMatch(/Madina|learner_/);
    expect(first.iceServers[0]?.username).not.toBe(second.iceServers[0]?.username);

    await offerer.mutate('session.signal', { sessionId, signals: [OFFER, candidate(1)] });
    await answerer.mutate('session.signal', { sessionId, signals: [ANSWER, candidate(2)] });

    const send = (client: ApiClient, ...signals: unknown[]) =>
      refusal(client.mutate('session.signal', { sessionId, signals }));
    expect(await send(stranger, OFFER)).toBe('FORBIDDEN NOT_IN_SESSION');
    const video = { type: 'offer', sdp: `${SDP}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n` };
    expect(await send(offerer, video)).toBe('BAD_REQUEST WRONG_INPUT');
    expect(await send(offerer, { ...OFFER, isAdmin: true })).toBe('BAD_REQUEST WRONG_INPUT');
    const outcomes = [];
    for (let number = 0; number < 1_000; number += 20) {
      const twenty = Array.from({ length: 20 }, (_, index) => candidate(100 + number + index));
      outcomes.push(await send(offerer, ...twenty));
    }
    // One candidate has gone before: the third twenty would be one too many.
    expect(outcomes.slice(0, 3)).toEqual(['accepted', 'accepted', 'TOO_MANY_REQUESTS TOO_MANY_REQUESTS']);
    expect(new Set(outcomes.slice(2)).size).toBe(1);
    for (const procedure of ['session.end', 'session.connected', 'session.chat']) {
      const rest = {
        'session.end': {},
        'session.connected': { path: 'direct' },
        'session.chat': { text: 'hello', clientMessageId: sessionId },
      }[procedure];
      expect(await refusal(offerer.mutate(procedure, { sessionId, ...rest }))).toBe(
        'FORBIDDEN NOT_IN_SESSION',
      );
    }

    const [mine, theirs] = await Promise.all([a.event('matched'), b.event('matched')]);
    expect([mine.session.id, theirs.session.id]).toEqual([sessionId, sessionId]);
    expect([mine.session.role, theirs.session.role]).toEqual([first.role, second.role]);
    expect(signalsOf(answerer).slice(0, 2)).toEqual([OFFER, candidate(1)]);
    expect(signalsOf(answerer)).toHaveLength(42);
    expect(signalsOf(offerer)).toEqual([ANSWER, candidate(2)]);
    for (const client of [a, b]) {
      await client.mutate('session.connected', { sessionId, path: 'direct' });
      for (const event of client.events) expect(serverEvent.safeParse(event).error).toBeUndefined();
    }
    expect(await a.query('session.current')).toMatchObject({ state: 'active' });
    await a.mutate('session.end', { sessionId });
  }, 60_000);

  const ways: Record<string, (client: ApiClient, partnerId: string) => Promise<unknown>> = {
    leaves: (client) => client.mutate('queue.leave'),
    'closes the app': async (client) => client.cut(),
    'blocks the other': (client, userId) => client.mutate('safety.block', { userId }),
    'hides the address': (client) => client.mutate('profile.update', { hideIp: true }),
  };
  test.each(Object.entries(ways))(
    'are told that nothing comes of it when one %s',
    async (_, fallApart) => {
      const [a, b] = await twoWaiting();
      const { sessionId } = await a.event('prepare');
      await b.event('prepare');
      const { id } = (await b.http('query', 'auth.me')) as { id: string };
      await fallApart(a, id);
      expect((await b.event('prepare_cancelled')).sessionId).toBe(sessionId);
      expect(await refusal(b.mutate('session.signal', { sessionId, signals: [ANSWER] }))).toBe(
        'FORBIDDEN NOT_IN_SESSION',
      );
      expect(await b.query('queue.status')).toMatchObject({ state: 'waiting' });
      const matched = [a, b].flatMap((client) => client.events.filter((event) => event.type === 'matched'));
      expect(matched).toEqual([]);
      await b.mutate('queue.leave');
      for (const client of [a, b]) {
        await client.connect();
        await client.mutate('queue.leave');
        client.cut();
      }
    },
    30_000,
  );
});

describe('two of one level', () => {
  const tell = (client: ApiClient, sessionId: string) => client.mutate('queue.prepared', { sessionId });

  test('who say that they can are connected first, and matched as soon as both say that they are', async () => {
    const stranger = await connected();
    const [a, b] = await twoOfOneLevel(true);
    const [first, second] = await Promise.all([a.event('prepare'), b.event('prepare')]);
    const { sessionId } = first;
    expect([second.sessionId, first.role, second.role]).toEqual([sessionId, 'offerer', 'answerer']);
    await a.mutate('session.signal', { sessionId, signals: [OFFER, candidate(1)] });
    await b.event('signal');
    await b.mutate('session.signal', { sessionId, signals: [ANSWER] });

    // Nothing comes of the word of one, of strangers, or about what is not there.
    expect(await tell(a, sessionId)).toEqual({ ok: true });
    expect(await tell(a, sessionId)).toEqual({ ok: true });
    expect(await tell(stranger, sessionId)).toEqual({ ok: true });
    expect(await tell(b, randomUUID())).toEqual({ ok: true });
    expect(await refusal(b.mutate('queue.prepared', { sessionId: 'mine' }))).toBe('BAD_REQUEST WRONG_INPUT');
    expect(await b.query('queue.status')).toMatchObject({ state: 'waiting' });

    const saidAt = performance.now();
    await tell(b, sessionId);
    const matched = await Promise.all([a.event('matched'), b.event('matched')]);
    expect(performance.now() - saidAt).toBeLessThan(WAITS.arrivalMs / 2);
    for (const { session } of matched) expect(session).toMatchObject({ id: sessionId, mode: 'level' });
    expect(await tell(b, sessionId)).toEqual({ ok: true });
    for (const client of [a, b]) {
      await client.mutate('session.connected', { sessionId, path: 'direct' });
      for (const event of client.events) expect(serverEvent.safeParse(event).error).toBeUndefined();
    }
    await a.mutate('session.end', { sessionId });
  }, 30_000);

  test('who do not get there in time are matched all the same', async () => {
    const [a, b] = await twoOfOneLevel(true);
    const { sessionId } = await a.event('prepare');
    const matched = await Promise.all([a.event('matched'), b.event('matched')]);
    expect(matched.map(({ session }) => session.id)).toEqual([sessionId, sessionId]);
    await a.mutate('session.end', { sessionId });
  }, 30_000);

  test('who do not say that they can are matched at once', async () => {
    const [a, b] = await twoOfOneLevel(false);
    const { session } = await a.event('matched');
    await a.mutate('session.end', { sessionId: session.id });
    expect([...a.events, ...b.events].map(({ type }) => type)).not.toContain('prepare');
  }, 30_000);

  test('of whom one leaves meanwhile: the other is told, keeps the place and meets the next one', async () => {
    const [a, b] = await twoOfOneLevel(true);
    const { sessionId } = await a.event('prepare');
    const { joinedAt } = (await b.query('queue.status')) as { joinedAt: string };
    await a.mutate('queue.leave');
    expect((await b.event('prepare_cancelled')).sessionId).toBe(sessionId);
    expect(await b.query('queue.status')).toMatchObject({ state: 'waiting', joinedAt });
    const next = await connected();
    await next.mutate('queue.join', { mode: 'level', deviceId: next.deviceId, prepares: true });
    const { session } = await b.event('matched');
    expect((await next.event('matched')).session.id).toBe(session.id);
    expect(a.events.map(({ type }) => type)).not.toContain('matched');
    await b.mutate('session.end', { sessionId: session.id });
  }, 30_000);
});
