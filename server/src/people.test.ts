import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyPage } from './contract/history.ts';
import { aServer, type TestServer } from './testing/aServer.ts';
import type { ApiClient } from './testing/apiClient.ts';

/** What people do about each other: talk again, look back, keep away. */

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
}, 60_000);
afterAll(() => server.stop(), 60_000);

interface Person {
  client: ApiClient;
  id: string;
}

async function aPerson(fields: Record<string, unknown> = {}): Promise<Person> {
  const client = await server.aLearner(fields);
  await client.connect();
  await client.listen();
  await client.event('snapshot');
  const { id } = (await client.http('query', 'auth.me')) as { id: string };
  return { client, id };
}

const join = ({ client }: Person) =>
  client.mutate('queue.join', { mode: 'level', deviceId: client.deviceId }) as Promise<{ state: string }>;

let lastBand = 0;

/** Two who talk; each pair at a band of its own, so that tests do not meet each other's people. */
async function aCall(): Promise<{ a: Person; b: Person; sessionId: string }> {
  const currentBand = lastBand++ % 9;
  const [a, b] = [await aPerson({ currentBand }), await aPerson({ currentBand })];
  await join(a);
  await join(b);
  return { a, b, sessionId: (await a.client.event('matched')).session.id };
}

async function aPastCall() {
  const call = await aCall();
  for (const { client } of [call.a, call.b]) {
    await client.mutate('session.connected', { sessionId: call.sessionId, path: 'direct' });
  }
  await call.a.client.mutate('session.chat', {
    sessionId: call.sessionId,
    text: 'See you',
    clientMessageId: randomUUID(),
  });
  await call.a.client.mutate('session.end', { sessionId: call.sessionId });
  await call.b.client.event('session_ended');
  return call;
}

async function aMutualPair() {
  const call = await aPastCall();
  for (const { client } of [call.a, call.b]) {
    await client.mutate('session.rate', { sessionId: call.sessionId, rating: 'good', again: true });
  }
  return call;
}

/** Somebody's laptop beside the phone, logged in by itself. */
async function anotherDevice({ client }: Person): Promise<ApiClient> {
  const laptop = await server.anotherDeviceOf(client);
  await laptop.connect();
  await laptop.listen();
  await laptop.event('snapshot');
  return laptop;
}

const isInvite = (event: object): boolean =>
  'session' in event && (event.session as { mode: string }).mode === 'invite';

const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: { code: string; appCode: string }) => `${error.code} ${error.appCode}`,
  );

const leaveAll = (...people: Person[]): void => people.forEach(({ client }) => client.cut());

describe('a block', () => {
  test('ends the session at once and keeps the two apart, until it is taken back', async () => {
    const { a, b } = await aCall();
    await a.client.mutate('safety.block', { userId: b.id });
    expect((await a.client.event('session_ended')).reason).toBe('blocked');
    expect((await b.client.event('session_ended')).reason).toBe('blocked');
    expect(await a.client.query('safety.blocked')).toMatchObject([{ id: b.id }]);
    expect(await refusal(b.client.query('profile.get', { id: a.id }))).toBe('NOT_FOUND NOT_FOUND');

    expect((await join(a)).state).toBe('waiting');
    expect((await join(b)).state).toBe('waiting');
    await new Promise((resolve) => void setTimeout(resolve, 2_100));
    expect(await b.client.query('queue.status')).toMatchObject({ state: 'waiting' });

    await a.client.mutate('safety.unblock', { userId: b.id });
    const fromNow = b.client.events.length;
    expect((await b.client.event('matched', fromNow)).session.partner.id).toBe(a.id);
    leaveAll(a, b);
  }, 20_000);

  test('of oneself or of somebody unknown is refused', async () => {
    const person = await aPerson();
    const userId = randomUUID();
    expect(await refusal(person.client.mutate('safety.block', { userId: person.id }))).toBe(
      'BAD_REQUEST ABOUT_YOURSELF',
    );
    expect(await refusal(person.client.mutate('safety.block', { userId }))).toBe('NOT_FOUND NOT_FOUND');
    leaveAll(person);
  });
});

describe('a report', () => {
  test('keeps the chat, blocks, and ends the session', async () => {
    const { a, b, sessionId } = await aCall();
    await b.client.mutate('session.chat', {
      sessionId,
      text: 'Send me money',
      clientMessageId: randomUUID(),
    });
    const report = { userId: b.id, sessionId, reason: 'asks_money_or_contacts', text: 'He asked twice' };
    expect(await a.client.mutate('safety.report', report)).toEqual({ id: expect.any(String) });
    expect((await b.client.event('session_ended')).reason).toBe('blocked');
    expect(await a.client.query('safety.blocked')).toMatchObject([{ id: b.id }]);
    leaveAll(a, b);
  });

  test('about oneself, or about a session of others, is refused', async () => {
    const { a, b, sessionId } = await aCall();
    const stranger = await aPerson();
    const report = (about: string, fields: object = {}) =>
      stranger.client.mutate('safety.report', { userId: about, reason: 'other', ...fields });
    expect(await refusal(report(stranger.id))).toBe('BAD_REQUEST ABOUT_YOURSELF');
    expect(await refusal(report(a.id, { sessionId }))).toBe('NOT_FOUND NOT_FOUND');
    expect(await refusal(report(a.id, { text: 'x'.repeat(501) }))).toBe('BAD_REQUEST WRONG_INPUT');
    leaveAll(a, b, stranger);
  });
});

describe('history', () => {
  test('tells each side its own end, talk time, rating and wish', async () => {
    const { a, b, sessionId } = await aPastCall();
    const rate = ({ client }: Person, again: boolean) =>
      client.mutate('session.rate', { sessionId, rating: 'good', again });
    const historyOf = async ({ client }: Person) =>
      historyPage.parse(await client.query('session.history', { limit: 5 })).items;

    expect(await rate(a, true)).toEqual({ again: 'me' });
    expect(await historyOf(b)).toMatchObject([
      { id: sessionId, partner: { id: a.id }, endReason: 'partner_left', rating: null, again: 'none' },
    ]);
    expect(await rate(b, true)).toEqual({ again: 'mutual' });
    const [seenByA] = await historyOf(a);
    expect(seenByA).toMatchObject({ endReason: 'left', rating: 'good', again: 'mutual', mode: 'level' });
    expect(seenByA?.talkMs).toBeGreaterThan(0);
    expect(await rate(b, false)).toEqual({ again: 'none' });
    const stranger = await aPerson();
    expect(await refusal(rate(stranger, true))).toBe('FORBIDDEN NOT_IN_SESSION');
    leaveAll(a, b, stranger);
  });

  test('goes on page by page without gap or double', async () => {
    const { a, b } = await aPastCall();
    for (let round = 0; round < 2; round++) {
      const from = a.client.events.length;
      await join(a);
      await join(b);
      const { session } = await a.client.event('matched', from);
      await a.client.mutate('session.end', { sessionId: session.id });
      await a.client.event('session_ended', from);
    }
    const first = historyPage.parse(await a.client.query('session.history', { limit: 2 }));
    const second = historyPage.parse(
      await a.client.query('session.history', { limit: 2, cursor: first.nextCursor }),
    );
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(3);
    leaveAll(a, b);
  }, 20_000);
});

describe('an invitation', () => {
  test('brings two together again who both want it', async () => {
    const { a, b, sessionId } = await aPastCall();
    const { client } = a;
    const invite = () => client.mutate('session.invite', { userId: b.id, deviceId: client.deviceId });
    expect(await refusal(invite())).toBe('FORBIDDEN NOT_MUTUAL');
    for (const person of [a, b]) {
      await person.client.mutate('session.rate', { sessionId, rating: 'good', again: true });
    }

    const answer = (inviteId: string, accept: boolean) =>
      b.client.mutate('session.answerInvite', { inviteId, accept, deviceId: b.client.deviceId });
    await invite();
    const declined = await b.client.event('invited');
    expect(declined.from.id).toBe(a.id);
    await answer(declined.inviteId, false);
    expect(await client.event('invite_over')).toMatchObject({ reason: 'declined' });
    expect(await refusal(answer(declined.inviteId, true))).toBe('NOT_FOUND INVITE_OVER');

    const from = client.events.length;
    const { inviteId } = (await invite()) as { inviteId: string };
    await answer(inviteId, true);
    expect((await client.event('matched', from)).session).toMatchObject({ mode: 'invite', role: 'offerer' });
    expect(await refusal(invite())).toBe('CONFLICT IN_SESSION');
    leaveAll(a, b);
  });

  test('reaches nobody who has blocked the one who asks, and tells him nothing', async () => {
    const { a, b, sessionId } = await aPastCall();
    for (const person of [a, b]) {
      await person.client.mutate('session.rate', { sessionId, rating: 'good', again: true });
    }
    await b.client.mutate('safety.block', { userId: a.id });
    const { deviceId } = a.client;
    expect(await refusal(a.client.mutate('session.invite', { userId: b.id, deviceId }))).toBe(
      'FORBIDDEN NOT_MUTUAL',
    );
    await a.client.mutate('safety.block', { userId: b.id });
    expect(await a.client.query('safety.blocked')).toMatchObject([{ presence: 'offline', bio: null }]);
    leaveAll(a, b);
  });

  test('is called off by the one who asked, and by nobody else', async () => {
    const { a, b } = await aMutualPair();
    const invited = a.client.mutate('session.invite', { userId: b.id, deviceId: a.client.deviceId });
    const { inviteId } = (await invited) as { inviteId: string };
    const cancel = ({ client }: Person) => client.mutate('session.cancelInvite', { inviteId });
    expect(await cancel(b)).toEqual({ ok: true });
    const answer = (accept: boolean) =>
      b.client.mutate('session.answerInvite', { inviteId, accept, deviceId: b.client.deviceId });
    expect(b.client.events.filter(({ type }) => type === 'invite_over')).toEqual([]);
    expect(await cancel(a)).toEqual({ ok: true });
    expect(await b.client.event('invite_over')).toMatchObject({ inviteId, reason: 'cancelled' });
    expect(await refusal(answer(true))).toBe('NOT_FOUND INVITE_OVER');
    expect(await cancel(a)).toEqual({ ok: true });
    leaveAll(a, b);
  });

  test('that is answered on one device is over on the others, and the call is on that one only', async () => {
    const { a, b } = await aMutualPair();
    const laptop = await anotherDevice(b);
    await a.client.mutate('session.invite', { userId: b.id, deviceId: a.client.deviceId });
    const { inviteId } = await laptop.event('invited');
    await b.client.event('invited');
    await laptop.mutate('session.answerInvite', { inviteId, accept: true, deviceId: laptop.deviceId });
    expect((await laptop.event('matched')).session).toMatchObject({ mode: 'invite', role: 'answerer' });
    expect(await b.client.event('taken_elsewhere')).toMatchObject({ deviceId: laptop.deviceId });
    const late = b.client.mutate('session.answerInvite', {
      inviteId,
      accept: true,
      deviceId: b.client.deviceId,
    });
    expect(await refusal(late)).toBe('NOT_FOUND INVITE_OVER');
    expect(b.client.events.some(({ type, ...event }) => type === 'matched' && isInvite(event))).toBe(false);
    laptop.cut();
    leaveAll(a, b);
  });

  test('does not reach somebody who is not here', async () => {
    const { a, b, sessionId } = await aPastCall();
    for (const person of [a, b]) {
      await person.client.mutate('session.rate', { sessionId, rating: 'fair', again: true });
    }
    b.client.cut();
    const invite = () => a.client.mutate('session.invite', { userId: b.id, deviceId: a.client.deviceId });
    await expect.poll(() => refusal(invite())).toBe('CONFLICT PARTNER_BUSY');
    leaveAll(a);
  });
});

describe('a second device', () => {
  test('that joins takes the place over with its time, and the first is told', async () => {
    const phone = await aPerson({ currentBand: 8.5 });
    const laptop = await anotherDevice(phone);
    const joined = (await join(phone)) as { state: string; joinedAt?: string };
    const taken = await laptop.mutate('queue.join', { mode: 'level', deviceId: laptop.deviceId });
    expect(taken).toMatchObject({ state: 'waiting', joinedAt: joined.joinedAt });
    expect(await phone.client.event('queue_left')).toMatchObject({ reason: 'taken_elsewhere' });
    expect(await phone.client.event('taken_elsewhere')).toMatchObject({ deviceId: laptop.deviceId });
    expect(await laptop.event('queue_joined')).toBeDefined();
    expect(laptop.events.some(({ type }) => type === 'taken_elsewhere')).toBe(false);

    const partner = await aPerson({ currentBand: 8.5 });
    await join(partner);
    await laptop.event('matched');
    expect(phone.client.events.some(({ type }) => type === 'matched')).toBe(false);
    expect(await refusal(join(phone))).toBe('CONFLICT IN_SESSION');
    // Signals of the call go to the device that has it.
    const sessionId = (await partner.client.event('matched')).session.id;
    const signals = [{ type: 'ice_candidate', candidate: null }];
    await partner.client.mutate('session.signal', { sessionId, signals });
    await laptop.event('signal');
    expect(phone.client.events.some(({ type }) => type === 'signal')).toBe(false);
    laptop.cut();
    leaveAll(phone, partner);
  });
});
