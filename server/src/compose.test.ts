import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Signal } from './contract/index.ts';
import { publicProfile } from './contract/people.ts';
import { serverEvent } from './contract/events.ts';
import { aServer, type TestServer } from './testing/aServer.ts';
import type { ApiClient } from './testing/apiClient.ts';

/** The whole server, as clients written from the protocol alone see it. */

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
}, 60_000);
afterAll(() => server.stop(), 60_000);

const candidate = (number: number): Signal => ({
  type: 'ice_candidate',
  candidate: { candidate: `candidate:${number}`, sdpMid: '0', sdpMLineIndex: 0 },
});

async function aConnected(fields?: Record<string, unknown>): Promise<ApiClient> {
  const client = await server.aLearner(fields);
  await client.connect();
  await client.listen();
  await client.event('snapshot');
  return client;
}

async function aCall(): Promise<{ a: ApiClient; b: ApiClient; sessionId: string }> {
  const currentBand = 9;
  const [a, b] = [await aConnected({ currentBand }), await aConnected({ currentBand })];
  await a.mutate('queue.join', { mode: 'level', deviceId: a.deviceId });
  await b.mutate('queue.join', { mode: 'level', deviceId: b.deviceId });
  const { session } = await a.event('matched');
  return { a, b, sessionId: session.id };
}

describe('forty learners', () => {
  test('are all paired, by rounds and by level, and every pair talks in order', async () => {
    const clients = await Promise.all(
      Array.from({ length: 40 }, (_, number) => aConnected({ currentBand: number < 20 ? 5 : 7 })),
    );
    await Promise.all(
      clients.map((client, number) =>
        client.mutate('queue.join', { mode: number < 20 ? 'roulette' : 'level', deviceId: client.deviceId }),
      ),
    );
    const sessions = await Promise.all(
      clients.map(async (client) => (await client.event('matched')).session),
    );

    const bySession = Map.groupBy(sessions, (session) => session.id);
    expect(bySession.size).toBe(20);
    for (const sides of bySession.values()) {
      expect(sides.map((side) => side.role).sort()).toEqual(['answerer', 'offerer']);
    }

    await Promise.all(
      clients.map(async (client, number) => {
        const sessionId = sessions[number]?.id;
        const sent = Array.from({ length: 50 }, (_, index) => candidate(index));
        // The first two calls are full, the rest one by one, none of them awaited.
        await Promise.all([
          client.mutate('session.signal', { sessionId, signals: sent.slice(0, 20) }),
          client.mutate('session.signal', { sessionId, signals: sent.slice(20, 40) }),
          ...sent
            .slice(40)
            .map((signal) => client.mutate('session.signal', { sessionId, signals: [signal] })),
        ]);
        await expect(
          client.mutate('session.signal', { sessionId, signals: sent.slice(0, 20) }),
        ).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: expect.any(Number) });
        await client.mutate('session.chat', { sessionId, text: 'Salom', clientMessageId: randomUUID() });
      }),
    );
    await Promise.all(clients.map((client) => client.event('chat')));
    for (const client of clients) {
      const signals = client.events.flatMap((event) => (event.type === 'signal' ? event.signals : []));
      expect(signals).toEqual(Array.from({ length: 50 }, (_, index) => candidate(index)));
      for (const event of client.events) expect(serverEvent.safeParse(event).error).toBeUndefined();
    }

    await Promise.all(
      clients.map((client, number) => client.mutate('session.end', { sessionId: sessions[number]?.id })),
    );
    const reasons = await Promise.all(
      clients.map(async (client) => (await client.event('session_ended')).reason),
    );
    expect(Map.groupBy(reasons, (reason) => reason).size).toBe(2);
    for (const client of clients) client.cut();
  }, 60_000);
});

describe('a chat message', () => {
  test('that is sent again is stored and shown once', async () => {
    const { a, b, sessionId } = await aCall();
    const input = { sessionId, text: 'Can you hear me?', clientMessageId: randomUUID() };
    const answers = await Promise.all([a.mutate('session.chat', input), a.mutate('session.chat', input)]);
    expect(answers[0]).toEqual(answers[1]);
    await b.mutate('session.chat', { ...input, text: 'Yes', clientMessageId: randomUUID() });
    await a.event('chat');
    const current = (await b.query('session.current')) as { messages: { text: string }[] };
    expect(current.messages.map((message) => message.text)).toEqual(['Can you hear me?', 'Yes']);
    expect(b.events.filter((event) => event.type === 'chat')).toHaveLength(2);
    for (const client of [a, b]) client.cut();
  });
});

describe('a socket that is cut', () => {
  test('goes on without gap or double, fifty times', async () => {
    const { a, b, sessionId } = await aCall();
    // Or a machine that is slow at fifty reconnections would give the match up as unanswered.
    for (const client of [a, b]) await client.mutate('session.connected', { sessionId, path: 'direct' });
    for (let number = 0; number < 50; number++) {
      b.cut();
      await a.mutate('session.signal', { sessionId, signals: [candidate(number)] });
      await b.connect();
      await b.listen();
    }
    await a.mutate('session.chat', { sessionId, text: 'last', clientMessageId: randomUUID() });
    await b.event('chat');
    const signals = b.events.flatMap((event) => (event.type === 'signal' ? event.signals : []));
    expect(signals).toEqual(Array.from({ length: 50 }, (_, number) => candidate(number)));
    expect(b.events.filter((event) => event.type === 'snapshot')).toHaveLength(1);
    for (const client of [a, b]) client.cut();
  }, 30_000);
});

describe('logging out', () => {
  test('closes the sockets of that login at once, and no other', async () => {
    const client = await aConnected();
    const socket = await client.connect();
    const other = await aConnected();
    const closed = new Promise<number>((resolve) => void socket.once('close', resolve));
    await client.http('mutation', 'auth.logout');
    expect(await closed).toBe(4401);
    await expect(client.connect()).rejects.toThrow('401');
    expect(await other.query('queue.status')).toMatchObject({ state: 'idle' });
    other.cut();
  });
});

describe('what a stranger may read', () => {
  test('of a profile is the public part only', async () => {
    const [client, other] = [await aConnected(), await aConnected({ email: 'secret@example.org' })];
    const me = (await other.http('query', 'auth.me')) as { id: string; email: string };
    expect(me.email).toBe('secret@example.org');
    const seen = await client.http('query', 'profile.get', { id: me.id });
    expect(publicProfile.strict().safeParse(seen).error).toBeUndefined();
    expect(seen).toMatchObject({ presence: 'online', lastSeenAt: null });
    other.cut();
    client.cut();
  });
});

describe('input that is wrong', () => {
  const valid: Record<string, [kind: 'query' | 'mutation', input: Record<string, unknown>]> = {
    'auth.register': [
      'mutation',
      {
        username: 'newcomer',
        password: 'qovun polvon 77',
        displayName: 'N',
        currentBand: 5,
        targetBand: 6,
        birthYear: 2000,
      },
    ],
    'auth.login': ['mutation', { username: 'newcomer', password: 'qovun polvon 77' }],
    'auth.changePassword': ['mutation', { currentPassword: 'x', newPassword: 'qovun polvon 78' }],
    'profile.list': ['query', { limit: 5 }],
    'profile.get': ['query', { id: randomUUID() }],
    'profile.update': ['mutation', { displayName: 'N' }],
    'queue.join': ['mutation', { mode: 'level', deviceId: 'd', prepares: true }],
    'queue.prepared': ['mutation', { sessionId: randomUUID() }],
    'queue.widen': ['mutation', { tolerance: 1 }],
    'session.signal': ['mutation', { sessionId: randomUUID(), signals: [candidate(1)] }],
    'session.connected': ['mutation', { sessionId: randomUUID(), path: 'direct' }],
    'session.chat': ['mutation', { sessionId: randomUUID(), text: 'x', clientMessageId: randomUUID() }],
    'session.background': ['mutation', { sessionId: randomUUID(), background: true }],
    'session.end': ['mutation', { sessionId: randomUUID() }],
  };

  test.each(Object.entries(valid))(
    'to %s is refused with the fields that are wrong',
    async (path, [kind, input]) => {
      const client = await server.aLearner();
      const refused = { code: 'BAD_REQUEST', httpStatus: 400, appCode: 'WRONG_INPUT' };
      const unknownKey = client.http(kind, path, { ...input, isAdmin: true });
      await expect(unknownKey).rejects.toMatchObject(refused);
      for (const field of Object.keys(input)) {
        for (const wrong of [{ nested: true }, 'x'.repeat(5_000), -1]) {
          const error = await client
            .http(kind, path, { ...input, [field]: wrong })
            .catch((thrown: unknown) => thrown);
          expect(error, `${field}: ${JSON.stringify(wrong).slice(0, 30)}`).toMatchObject({
            ...refused,
            fields: { [field]: expect.arrayContaining([expect.any(String)]) },
          });
        }
      }
    },
  );

  test.each([
    ['without media', 'v=0\r\n'],
    ['with video', 'v=0\r\nm=audio 9 X 0\r\nm=video 9 X 0\r\n'],
    ['with two voices', 'v=0\r\nm=audio 9 X 0\r\nm=audio 9 X 0\r\n'],
    ['with two data channels', 'v=0\r\nm=audio 9 X 0\r\nm=application 9 X\r\nm=application 9 X\r\n'],
    ['with an odd line', 'v=0\r\nm=audio 9 X 0\r\n m=video 9 X 0\r\n'],
    ['with an odd line end', 'v=0\r\nm=audio 9 X 0\rm=video 9 X 0\r\n'],
    ['with another case', 'v=0\r\nm=audio 9 X 0\r\nM=video 9 X 0\r\n'],
    ['that is too long', `v=0\r\nm=audio 9 X 0\r\n${'a'.repeat(16 * 1024)}`],
  ])('a description %s never reaches the partner', async (_, sdp) => {
    const client = await server.aLearner();
    const sent = client.http('mutation', 'session.signal', {
      sessionId: randomUUID(),
      signals: [{ type: 'offer', sdp }],
    });
    await expect(sent).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('text that the database cannot take', () => {
  test.each([
    ['auth.login', 'mutation', { username: 'a\0b', password: 'x' }],
    ['profile.list', 'query', { search: '\0' }],
    ['profile.update', 'mutation', { email: `${'㍱'.repeat(200)}@x.uz` }],
    ['profile.update', 'mutation', { displayName: 'a\0b' }],
    ['profile.update', 'mutation', { bio: '\ud800' }],
  ] as const)('in %s is wrong input', async (path, kind, input) => {
    const client = await server.aLearner();
    await expect(client.http(kind, path, input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('each refusal of the contract', () => {
  test('has its code', async () => {
    const { a, b, sessionId } = await aCall();
    const stranger = await aConnected();
    const refusal = (promise: Promise<unknown>): Promise<unknown> =>
      promise.then(
        () => 'accepted',
        (error: { code: string; appCode: string }) => `${error.code} ${error.appCode}`,
      );
    const join = (client: ApiClient, deviceId: string) =>
      client.mutate('queue.join', { mode: 'level', deviceId });
    expect(await refusal(join(a, a.deviceId))).toBe('CONFLICT IN_SESSION');
    expect(await refusal(join(stranger, 'elsewhere'))).toBe('PRECONDITION_FAILED NO_EVENT_STREAM');
    expect(await refusal(stranger.mutate('queue.widen', { tolerance: 1 }))).toBe('CONFLICT NOT_WAITING');
    expect(await refusal(stranger.mutate('session.end', { sessionId }))).toBe('FORBIDDEN NOT_IN_SESSION');
    await a.mutate('session.end', { sessionId });
    await a.mutate('session.end', { sessionId });
    const late = { sessionId, signals: [candidate(1)] };
    expect(await refusal(b.mutate('session.signal', late))).toBe('CONFLICT SESSION_OVER');
    expect(await refusal(stranger.mutate('session.signal', late))).toBe('FORBIDDEN NOT_IN_SESSION');
    expect(await refusal(a.query('profile.get', { id: randomUUID() }))).toBe('NOT_FOUND NOT_FOUND');
    expect(await refusal(a.mutate('profile.update', { partnerGender: 'same' }))).toBe(
      'BAD_REQUEST GENDER_NEEDED',
    );
    for (const client of [a, b, stranger]) client.cut();
  });
});
