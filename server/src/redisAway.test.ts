import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionView } from './contract/index.ts';
import { describeOnRedis } from './redis/testOnRedis.ts';
import { aServer, type TestServer } from './testing/aServer.ts';
import type { ApiClient } from './testing/apiClient.ts';

const SOON = { timeout: 15_000, interval: 100 };
const FROZEN_MS = 5_000;

async function aConnected(server: TestServer, currentBand: number): Promise<ApiClient> {
  const client = await server.aLearner({ currentBand });
  await client.connect();
  await client.listen();
  await client.event('snapshot');
  return client;
}

const join = (client: ApiClient) =>
  client.mutate('queue.join', { mode: 'level', deviceId: client.deviceId }) as Promise<{ state: string }>;

async function aCall(server: TestServer, currentBand: number) {
  const sides = [await aConnected(server, currentBand), await aConnected(server, currentBand)] as const;
  for (const side of sides) await join(side);
  const { id } = (await sides[0].event('matched')).session;
  for (const side of sides) await side.mutate('session.connected', { sessionId: id, path: 'direct' });
  return { sides, id };
}

/** What becomes of it, and that this takes less than a second. */
async function inTime(work: Promise<unknown>): Promise<string> {
  const began = performance.now();
  const outcome = await work.then(
    () => 'done',
    (error: Error & { appCode?: string }) => error.appCode ?? error.message,
  );
  expect(performance.now() - began).toBeLessThan(1_000);
  return outcome;
}

const candidate = (number: number) => ({
  type: 'ice_candidate',
  candidate: { candidate: `candidate:${number}`, sdpMid: '0', sdpMLineIndex: 0 },
});

const chat = (client: ApiClient, sessionId: string, text: string, clientMessageId: string = randomUUID()) =>
  client.mutate('session.chat', { sessionId, text, clientMessageId });

const textsOf = (client: ApiClient): string[] =>
  client.events.flatMap((event) => (event.type === 'chat' ? [event.message.text] : []));

const candidatesOf = (client: ApiClient): string[] =>
  client.events
    .flatMap((event) => (event.type === 'signal' ? event.signals : []))
    .flatMap((signal) =>
      signal.type === 'ice_candidate' ? [String(signal.candidate?.candidate).split(':')[1] ?? ''] : [],
    );

const isUp = async (server: TestServer): Promise<number> => (await fetch(`${server.baseUrl}/readyz`)).status;

describeOnRedis('a Redis that is away', (redis) => {
  let server: TestServer;
  beforeEach(async () => {
    await redis().type('FLUSHALL');
    server = await aServer({ REDIS_URL: redis().url, LOG_LEVEL: 'silent' });
  }, 60_000);
  afterEach(() => server.stop(), 60_000);

  /** A call goes on between two of this server; each step within a second. */
  async function talkOn({ sides: [a, b], id }: Awaited<ReturnType<typeof aCall>>): Promise<void> {
    const signals = [1, 2, 3, 4].map((number) =>
      inTime(a.mutate('session.signal', { sessionId: id, signals: [candidate(number)] })),
    );
    expect(await Promise.all(signals)).toEqual(['done', 'done', 'done', 'done']);
    expect(await inTime(chat(b, id, 'meanwhile'))).toBe('done');
    expect(await inTime(chat(a, id, 'me too'))).toBe('done');
    await expect.poll(() => candidatesOf(b)).toEqual(['1', '2', '3', '4']);
    for (const side of [a, b]) await expect.poll(() => textsOf(side)).toEqual(['meanwhile', 'me too']);
  }

  test('frozen for five seconds: calls go on, pairing pauses, and all is as before when it thaws', async () => {
    const call = await aCall(server, 5);
    const ending = await aCall(server, 6);
    const [a, b] = call.sides;
    const [waiting, late] = [await aConnected(server, 7), await aConnected(server, 7)];
    await join(waiting);
    redis().freeze();
    const frozenAt = performance.now();
    await talkOn(call);
    expect(await inTime(join(late))).toBe('BUSY');
    expect(await inTime(late.query('queue.status'))).toBe('BUSY');
    expect(await inTime(ending.sides[0].mutate('session.end', { sessionId: ending.id }))).toBe('done');
    expect((await ending.sides[1].event('session_ended')).reason).toBe('partner_left');
    expect(await isUp(server)).toBe(503);
    await new Promise((resolve) => void setTimeout(resolve, FROZEN_MS - (performance.now() - frozenAt)));
    redis().thaw();

    await expect.poll(() => join(late).then(({ state }) => state, String), SOON).toBe('in_session');
    await waiting.event('matched');
    await expect.poll(() => isUp(server), SOON).toBe(200);
    expect(await chat(a, call.id, 'and on')).toMatchObject({ text: 'and on' });
    const current = (await b.query('session.current')) as SessionView;
    expect(current.messages.map(({ text }) => text)).toEqual(['meanwhile', 'me too', 'and on']);
    for (const side of call.sides) {
      await expect.poll(() => textsOf(side)).toEqual(['meanwhile', 'me too', 'and on']);
      expect(side.events.filter(({ type }) => type === 'snapshot')).toHaveLength(1);
    }
    expect(candidatesOf(b)).toHaveLength(4);

    // Who comes back with an id from meanwhile gets nothing twice and misses nothing.
    b.cut();
    const clientMessageId = randomUUID();
    const write = () => chat(a, call.id, 'while you were away', clientMessageId).then(() => 'done', String);
    await expect.poll(write, SOON).toBe('done');
    await b.connect();
    await b.listen();
    await expect.poll(() => textsOf(b).at(-1)).toBe('while you were away');
    expect(textsOf(b)).toHaveLength(4);
    expect(await inTime(ending.sides[1].query('session.current'))).toBe('done');
    expect(await ending.sides[1].query('session.current')).toBeNull();
    for (const client of [a, b, waiting, late, ...ending.sides]) client.cut();
  }, 60_000);

  test('killed and back without memory: calls, chat and places in the queue are there again', async () => {
    const call = await aCall(server, 5);
    const [a, b] = call.sides;
    const waiting = await aConnected(server, 7);
    await join(waiting);
    await chat(a, call.id, 'before');
    const before = (await waiting.query('queue.status')) as { joinedAt: string };
    await redis().kill();
    expect(await inTime(chat(b, call.id, 'meanwhile'))).toBe('done');
    expect(await inTime(join(waiting))).toBe('BUSY');
    await redis().start();

    for (const side of [a, b, waiting]) {
      await expect
        .poll(() => side.events.filter(({ type }) => type === 'snapshot').length, SOON)
        .toBeGreaterThan(1);
    }
    const told = b.events.findLast((event) => event.type === 'snapshot');
    expect(told?.session?.id).toBe(call.id);
    expect(told?.session?.messages.map(({ text }) => text)).toEqual(['before', 'meanwhile']);
    const again = waiting.events.findLast((event) => event.type === 'snapshot');
    expect(again?.queue).toMatchObject({ state: 'waiting', joinedAt: before.joinedAt });

    await a.mutate('session.signal', { sessionId: call.id, signals: [candidate(9)] });
    await expect.poll(() => candidatesOf(b)).toEqual(['9']);
    await chat(a, call.id, 'after');
    await expect.poll(() => textsOf(b)).toEqual(['before', 'meanwhile', 'after']);
    const late = await aConnected(server, 7);
    expect((await join(late)).state).toBe('in_session');
    await waiting.event('matched');
    await a.mutate('session.end', { sessionId: call.id });
    expect((await b.event('session_ended')).reason).toBe('partner_left');
    for (const client of [a, b, waiting, late]) client.cut();
  }, 60_000);
});
