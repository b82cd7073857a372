import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { CLOSE_CODES } from './connections.ts';
import { aMutation, aQuery, aSubscription, closeSocket, openSocket } from './testing/openSocket.ts';
import { sendRaw, upgradeRequest } from './testing/speakHttp.ts';
import { ORIGIN, startTestServer, type TestServer } from './testing/startTestServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ limits: { closeMs: 200 } });
});
afterAll(() => stop(server));

/** Sockets that the server still counts; what a test left closes a moment later. */
const noSockets = (of: TestServer = server): Promise<void> =>
  vi.waitFor(() => expect(of.connections.counts().sockets).toBe(0));

/** A drain without sockets has nobody to wait for. */
async function stop(of: TestServer): Promise<void> {
  await noSockets(of);
  await of.server.drain();
}

const statusOf = (answer: string): string => answer.split('\r\n')[0] ?? '';

describe('an upgrade', () => {
  test.each<[string, Parameters<typeof upgradeRequest>[0], string]>([
    ['//', { url: '//' }, '404 Not Found'],
    ['///', { url: '///' }, '404 Not Found'],
    ['//[', { url: '//[' }, '404 Not Found'],
    ['//a:99999/trpc', { url: '//a:99999/trpc' }, '404 Not Found'],
    ['/\\', { url: '/\\' }, '404 Not Found'],
    ['a query', { url: '/trpc?connectionParams=1' }, '404 Not Found'],
    ['a slash more', { url: '/trpc/' }, '404 Not Found'],
    ['a full URL', { url: 'http://app.test/trpc' }, '404 Not Found'],
    ['another path', { url: '/' }, '404 Not Found'],
    ['a foreign origin', { origin: 'https://evil.example' }, '403 Forbidden'],
    ['our origin as prefix', { origin: `${ORIGIN}.evil.example` }, '403 Forbidden'],
    ['the origin null', { origin: 'null' }, '403 Forbidden'],
    ['no origin', { origin: null }, '403 Forbidden'],
    ['no cookie', { cookie: null }, '401 Unauthorized'],
    ['a forged cookie', { cookie: 'session=forged' }, '401 Unauthorized'],
    ['a cookie that cannot be decoded', { cookie: 'session=%E0%A4%A' }, '401 Unauthorized'],
    ['no key', { key: null }, '400 Bad Request'],
    ['a bad key', { key: 'short' }, '400 Bad Request'],
  ])('with %s is refused while it is still HTTP', async (_what, parts, status) => {
    const answer = await sendRaw(server.port, upgradeRequest(parts));
    expect(statusOf(answer)).toBe(`HTTP/1.1 ${status}`);
    expect(answer.toLowerCase()).toContain('connection: close');
    expect(server.connections.counts().sockets).toBe(0);
  });

  test.each(['a b', '', 'a:99999', '[::1', '\u0080'])(
    'with the host %j reaches tRPC as ours',
    async (host) => {
      const socket = await openSocket(server.port, 'ann', { host });
      socket.call(aQuery(1, 'thing.mine'));
      expect(await socket.next()).toEqual({ id: 1, result: { type: 'data', data: 'ann' } });
      await closeSocket(socket);
    },
  );

  test('to something else than a WebSocket is just a request', async () => {
    const head = 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n';
    expect(statusOf(await sendRaw(server.port, head))).toBe('HTTP/1.1 200 OK');
  });

  test('carries a renewed cookie home', async () => {
    const ws = new WebSocket(`ws://127.0.0.1:${server.port}/trpc`, {
      origin: ORIGIN,
      headers: { cookie: 'session=old' },
    });
    const opened = once(ws, 'open');
    const [response] = (await once(ws, 'upgrade')) as [{ headers: Record<string, unknown> }];
    expect(response.headers['set-cookie']).toEqual(['session=renewed; Path=/']);
    await opened;
    ws.terminate();
    await noSockets();
  });

  test('whose login cannot be looked up is a 503, also when the answer never comes', async () => {
    const failing = await startTestServer({ authenticate: () => Promise.reject(new Error('canary')) });
    const answer = await sendRaw(failing.port, upgradeRequest());
    expect(statusOf(answer)).toBe('HTTP/1.1 503 Service Unavailable');
    expect(answer).not.toContain('canary');
    await stop(failing);

    const clock = createVirtualClock();
    let asked = (): void => {};
    const wasAsked = new Promise<void>((resolve) => (asked = resolve));
    const hanging = await startTestServer({
      clock,
      authenticate: () => {
        asked();
        return new Promise(() => undefined);
      },
    });
    const pending = sendRaw(hanging.port, upgradeRequest());
    await wasAsked;
    await clock.advance(5000);
    expect(statusOf(await pending)).toBe('HTTP/1.1 503 Service Unavailable');
    await stop(hanging);
  });
});

describe('caps', () => {
  test('of an address and of a user are 429, and every way out frees the place', async () => {
    const small = await startTestServer({ limits: { socketsPerAddress: 3, socketsPerUser: 2 } });
    const ann = [await openSocket(small.port), await openSocket(small.port)];
    await expect(openSocket(small.port, 'ann2')).rejects.toThrow('429');
    const bob = await openSocket(small.port, 'bob');
    await expect(openSocket(small.port, 'cem')).rejects.toThrow('429');
    await Promise.all([...ann, bob].map(closeSocket));
    await noSockets(small);

    // Refused by our checks, by ws, and gone in the middle: none of these may keep a place.
    for (let round = 0; round < 5; round++) {
      await sendRaw(small.port, upgradeRequest({ cookie: 'session=forged' }));
      await sendRaw(small.port, upgradeRequest({ key: null }));
    }
    const again = await Promise.all(['ann', 'ann', 'bob'].map((name) => openSocket(small.port, name)));
    expect(small.connections.counts()).toEqual({ sockets: 3, users: 2 });
    await Promise.all(again.map(closeSocket));
    await stop(small);
  });

  test('a peer that goes away while its login is looked up frees its place', async () => {
    let found = (): void => {};
    let isWaiting = true;
    const slow = await startTestServer({
      limits: { socketsPerAddress: 1 },
      authenticate: async () => {
        if (isWaiting) await new Promise<void>((resolve) => (found = resolve));
        return { login: { userId: 'ann', authSessionId: 'ann' }, setCookie: null };
      },
    });
    const ws = new WebSocket(`ws://127.0.0.1:${slow.port}/trpc`, {
      origin: ORIGIN,
      headers: { cookie: 'session=ann' },
    });
    ws.on('error', () => undefined);
    await vi.waitFor(async () =>
      expect(statusOf(await sendRaw(slow.port, upgradeRequest()))).toContain('429'),
    );
    ws.terminate();
    isWaiting = false;
    found();
    await vi.waitFor(async () => closeSocket(await openSocket(slow.port)));
    await stop(slow);
  });

  test('of the process is 503', async () => {
    const full = await startTestServer({ limits: { socketsPerProcess: 1 } });
    const socket = await openSocket(full.port);
    await expect(openSocket(full.port, 'bob')).rejects.toThrow('503');
    await closeSocket(socket);
    await stop(full);
  });
});

describe('a frame', () => {
  test.each<[string, string | Buffer]>([
    ['no JSON', 'canary{'],
    ['binary', Buffer.from('{"id":1}')],
    ['17 deep', '['.repeat(17) + ']'.repeat(17)],
    ['a bare word', 'null'],
    ['no id', JSON.stringify({ id: null, method: 'query', params: { path: 'thing.mine' } })],
    ['an object as id', JSON.stringify({ id: {}, method: 'query', params: { path: 'thing.mine' } })],
    ['an unknown method', JSON.stringify({ id: 1, method: 'canary', params: { path: 'thing.mine' } })],
    ['no path', JSON.stringify({ id: 1, method: 'query', params: {} })],
  ])('that is %s is answered without an echo, and the socket lives on', async (_what, frame) => {
    const socket = await openSocket(server.port);
    socket.send(frame);
    const reply = await socket.next();
    expect(reply).toMatchObject({ id: null, error: { data: { appCode: 'WRONG_INPUT', httpStatus: 400 } } });
    expect(JSON.stringify(reply)).not.toContain('canary');
    socket.call(aQuery(7, 'thing.mine'));
    expect((await socket.next()).id).toBe(7);
    await closeSocket(socket);
  });

  test.each(['__proto__', 'constructor', 'thing.__proto__', 'thing', ''])(
    'with the path %j finds nothing',
    async (path) => {
      const socket = await openSocket(server.port);
      socket.call(aQuery(1, path));
      expect((await socket.next()).error?.data).toMatchObject({ code: 'NOT_FOUND', appCode: 'NOT_FOUND' });
      await closeSocket(socket);
    },
  );

  test('with an error has the same shape as over HTTP', async () => {
    const socket = await openSocket(server.port);
    socket.call(aMutation(1, 'thing.refuse', { code: 'TOO_MANY_REQUESTS', retryAfterMs: 10 }));
    expect(await socket.next()).toEqual({
      id: 1,
      error: {
        code: -32029,
        message: 'TOO_MANY_REQUESTS',
        data: { code: 'TOO_MANY_REQUESTS', httpStatus: 429, appCode: 'TOO_MANY_REQUESTS', retryAfterMs: 10 },
      },
    });
    socket.call(aQuery(2, 'thing.fail'));
    const masked = await socket.next();
    expect(masked.error?.message).toBe('Something went wrong on the server');
    expect(JSON.stringify(masked)).not.toContain('canary');
    const requestId = String(masked.error?.data['requestId']);
    expect(
      server.lines.filter((line) => line.includes(requestId) && line.includes('thing.fail')),
    ).toHaveLength(1);
    socket.call(aMutation(3, 'thing.setCookie'));
    expect((await socket.next()).error?.data).toMatchObject({
      code: 'METHOD_NOT_SUPPORTED',
      appCode: 'HTTP_ONLY',
    });
    await closeSocket(socket);
  });
});

describe('a socket', () => {
  test('has three subscriptions, and gets the place of one that it stops', async () => {
    const socket = await openSocket(server.port);
    const subscribe = (id: number): void =>
      socket.call(aSubscription(id, 'events.stream', { deviceId: 'd' }));
    for (const id of [1, 2, 3]) {
      subscribe(id);
      expect(await socket.next()).toMatchObject({ id, result: { type: 'started' } });
      expect(await socket.next()).toMatchObject({ id, result: { id: 'epoch:1' } });
    }
    subscribe(4);
    expect(await socket.next()).toMatchObject({ id: 4, error: { data: { appCode: 'TOO_MANY_REQUESTS' } } });
    subscribe(3);
    expect(await socket.next()).toMatchObject({ id: 3, error: { data: { appCode: 'WRONG_INPUT' } } });
    subscribe(5);
    expect(await socket.next()).toMatchObject({ id: 5, error: { data: { appCode: 'TOO_MANY_REQUESTS' } } });
    socket.call({ id: 2, method: 'subscription.stop' });
    expect(await socket.next()).toMatchObject({ id: 2, result: { type: 'stopped' } });
    subscribe(6);
    expect(await socket.next()).toMatchObject({ id: 6, result: { type: 'started' } });
    await closeSocket(socket);
    await vi.waitFor(() => expect(server.seen.liveStreams).toBe(0));
  });

  test('gets the place of a subscription back that failed', async () => {
    const socket = await openSocket(server.port);
    for (let id = 1; id <= 6; id++) {
      socket.call(aSubscription(id, 'events.stream', { wrong: true }));
      expect(await socket.next()).toMatchObject({ id, error: { data: { appCode: 'WRONG_INPUT' } } });
    }
    await closeSocket(socket);
  });

  test('has 64 calls in flight', async () => {
    const socket = await openSocket(server.port);
    for (let id = 1; id <= 65; id++) socket.call(aQuery(id, 'thing.hang'));
    expect(await socket.next()).toMatchObject({ id: 65, error: { data: { appCode: 'TOO_MANY_REQUESTS' } } });
    await closeSocket(socket);
  });

  test('sends twenty calls in a batch; of twenty-one each is refused and none is run', async () => {
    const socket = await openSocket(server.port);
    const batch = (size: number, from: number) =>
      Array.from({ length: size }, (_, at) => aMutation(from + at, 'thing.ping'));
    const before = server.seen.pings;
    socket.call(batch(20, 1));
    for (let id = 1; id <= 20; id++) expect(await socket.next()).toMatchObject({ id, result: {} });
    socket.call(batch(21, 100));
    for (let id = 100; id <= 120; id++) {
      expect(await socket.next()).toMatchObject({ id, error: { data: { appCode: 'WRONG_INPUT' } } });
    }
    expect(server.seen.pings - before).toBe(20);
    await closeSocket(socket);
  });

  test('that floods is closed with 1008 after its burst, and nothing of the rest is run', async () => {
    const socket = await openSocket(server.port);
    const before = server.seen.pings;
    for (let id = 1; id <= 2000; id++) socket.call(aMutation(id, 'thing.ping'));
    expect(await socket.closed).toBe(CLOSE_CODES.LIMIT_BROKEN);
    expect(server.seen.pings - before).toBeLessThan(300);
    const batch = await openSocket(server.port);
    batch.call(Array.from({ length: 500 }, (_, id) => aMutation(id, 'thing.ping')));
    expect(await batch.closed).toBe(CLOSE_CODES.LIMIT_BROKEN);
    const pings = await openSocket(server.port);
    for (let n = 0; n < 2000; n++) pings.send('PING');
    expect(await pings.closed).toBe(CLOSE_CODES.LIMIT_BROKEN);
    await noSockets();
  });

  test('that sends more bytes than its bucket holds is closed with 1008', async () => {
    const socket = await openSocket(server.port);
    const frame = JSON.stringify(aMutation(1, 'thing.refuse', 'x'.repeat(60_000)));
    for (let n = 0; n < 30; n++) socket.send(frame);
    expect(await socket.closed).toBe(CLOSE_CODES.LIMIT_BROKEN);
  });
});

describe('a login that ends', () => {
  test('ends its own sockets at once with 4401, and no others; nothing sent after it is run', async () => {
    const sockets = await Promise.all(['ann1', 'ann2', 'bob'].map((name) => openSocket(server.port, name)));
    const [ann1, ann2, bob] = sockets as [(typeof sockets)[0], (typeof sockets)[0], (typeof sockets)[0]];
    const before = server.seen.pings;
    server.connections.closeLogins(['ann1']);
    ann1.call(aMutation(1, 'thing.ping'));
    expect(await ann1.closed).toBe(CLOSE_CODES.LOGIN_OVER);
    expect(server.seen.pings).toBe(before);
    expect([ann2.ws.readyState, bob.ws.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    server.connections.closeUser('ann');
    expect(await ann2.closed).toBe(CLOSE_CODES.LOGIN_OVER);
    bob.call(aQuery(1, 'thing.mine'));
    expect(await bob.next()).toMatchObject({ result: { data: 'bob' } });
    await closeSocket(bob);
    await noSockets();
  });

  test('elsewhere is found out within a minute; a database that is away ends nothing', async () => {
    const clock = createVirtualClock();
    let isAway = true;
    const watched = await startTestServer({
      clock,
      // No answer comes in virtual time.
      limits: { pingMs: 24 * 60 * 60 * 1000 },
      isLoginAlive: async (id) => {
        if (isAway) throw new Error('database away');
        return id !== 'ann';
      },
    });
    const [ann, bob] = [await openSocket(watched.port), await openSocket(watched.port, 'bob')];
    await clock.advance(60_000);
    expect([ann.ws.readyState, bob.ws.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    isAway = false;
    await clock.advance(60_000);
    expect(await ann.closed).toBe(CLOSE_CODES.LOGIN_OVER);
    expect(bob.ws.readyState).toBe(WebSocket.OPEN);
    await clock.advance(12 * 60 * 60 * 1000);
    expect(await bob.closed).toBe(CLOSE_CODES.RESTART);
    await stop(watched);
  });
});

test("a ping of tRPC's client is answered", async () => {
  const socket = await openSocket(server.port);
  const answer = once(socket.ws, 'message') as Promise<[Buffer]>;
  socket.send('PING');
  expect(String((await answer)[0])).toBe('PONG');
  await closeSocket(socket);
});

test('a silent socket is pinged and cut; one that answers lives', async () => {
  const watched = await startTestServer({ limits: { roundMs: 15, pingMs: 30, pongWaitMs: 60 } });
  const silent = await openSocket(watched.port);
  const alive = await openSocket(watched.port, 'bob');
  alive.ws.on('message', (data: Buffer) => {
    if (data.toString() === 'PING') alive.ws.send('PONG');
  });
  expect(await silent.closed).toBe(1006);
  alive.call(aQuery(1, 'thing.mine'));
  expect(await alive.next()).toMatchObject({ result: { data: 'bob' } });
  await closeSocket(alive);
  await stop(watched);
});
