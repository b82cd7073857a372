import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { CLOSE_CODES } from './connections.ts';
import { observeGauge } from './transportMetrics.ts';
import { aQuery, closeSocket, openSocket } from './testing/openSocket.ts';
import { sendRaw, speak, upgradeRequest } from './testing/speakHttp.ts';
import { startTestServer, type TestServer } from './testing/startTestServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.server.drain());

describe('every answer', () => {
  test('carries the policy that lets only our own code run', async () => {
    const { headers } = await speak(server.port, { path: '/healthz' });
    const policy = String(headers['content-security-policy'])
      .split(';')
      .map((part) => part.trim());
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self' ws://app.test:3000",
      "media-src 'self' blob:",
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types sw',
    ]);
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'permissions-policy': expect.stringContaining('microphone=(self), screen-wake-lock=(self)'),
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  test('over https asks for two years of https, and sockets are wss', async () => {
    const secure = await startTestServer({ config: { origins: ['https://gap.uz'], secureCookies: true } });
    const { headers } = await speak(secure.port, { path: '/' });
    expect(headers['strict-transport-security']).toBe('max-age=63072000');
    expect(headers['content-security-policy']).toContain("connect-src 'self' wss://gap.uz");
    await secure.server.drain();
  });
});

describe('health', () => {
  test('the process is healthy, and ready when what it leans on is', async () => {
    expect((await speak(server.port, { path: '/healthz' })).text).toBe('{"ok":true}');
    const ready = await speak(server.port, { path: '/readyz' });
    expect([ready.status, JSON.parse(ready.text)]).toEqual([
      200,
      { ready: true, draining: false, checks: { database: true } },
    ]);
  });

  test('a check that says no or fails is a 503, and the process stays healthy', async () => {
    for (const isReady of [
      async () => ({ ok: false, checks: { database: false } }),
      () => Promise.reject(new Error('canary')),
    ]) {
      const unready = await startTestServer({ isReady });
      const answer = await speak(unready.port, { path: '/readyz' });
      expect(answer.status).toBe(503);
      expect(answer.text).not.toContain('canary');
      expect((await speak(unready.port, { path: '/healthz' })).status).toBe(200);
      await unready.server.drain();
    }
  });

  test('a check that hangs is a 503 after three seconds', async () => {
    const clock = createVirtualClock();
    let asked = (): void => {};
    const wasAsked = new Promise<void>((resolve) => (asked = resolve));
    const hanging = await startTestServer({
      clock,
      isReady: () => {
        asked();
        return new Promise(() => undefined);
      },
    });
    const answer = speak(hanging.port, { path: '/readyz' });
    await wasAsked;
    await clock.advance(3000);
    expect((await answer).status).toBe(503);
    await hanging.server.drain();
  });
});

describe('metrics', () => {
  test('count sockets, refused upgrades and requests, and take gauges of others', async () => {
    const counted = await startTestServer();
    observeGauge(counted.metrics, { name: 'waiting', help: 'Waiting.', read: async () => 7 });
    observeGauge(counted.metrics, {
      name: 'away',
      help: 'Away.',
      read: () => Promise.reject(new Error('away')),
    });
    const socket = await openSocket(counted.port);
    await sendRaw(counted.port, upgradeRequest({ cookie: 'session=forged' }));
    await speak(counted.port, { path: '/trpc/thing.fail' });
    await speak(counted.port, { path: '/trpc/thing.mine' });
    await speak(counted.port, { path: '/trpc/thing.nothing' });
    const { text } = await speak(counted.port, { path: '/metrics' });
    for (const line of [
      'suhbatdosh_sockets 1',
      'suhbatdosh_users_connected 1',
      'suhbatdosh_upgrades_total{outcome="accepted"} 1',
      'suhbatdosh_upgrades_total{outcome="NOT_LOGGED_IN"} 1',
      'suhbatdosh_http_seconds_count{route="trpc",status="500"} 1',
      'suhbatdosh_unexpected_errors_total 1',
      'suhbatdosh_call_seconds_count{procedure="thing.fail",transport="http"} 1',
      'suhbatdosh_call_seconds_count{procedure="thing.mine",transport="http"} 1',
      'suhbatdosh_refusals_total{code="NOT_LOGGED_IN"} 1',
      'suhbatdosh_refusals_total{code="NOT_FOUND"} 1',
      'waiting 7',
      'away Nan',
      'process_resident_memory_bytes',
    ]) {
      expect(text).toContain(line);
    }
    // A name that is none of ours makes no series.
    expect(text).not.toContain('thing.nothing');
    await closeSocket(socket);
    await vi.waitFor(() => expect(counted.connections.counts().sockets).toBe(0));
    await counted.server.drain();
  });

  test('want the token when there is one', async () => {
    const guarded = await startTestServer({ config: { metricsToken: 'sixteen-chars-ok' } });
    const ask = (authorization?: string) =>
      speak(guarded.port, { path: '/metrics', headers: authorization ? { authorization } : {} });
    expect((await ask()).status).toBe(401);
    expect((await ask('Bearer sixteen-chars-no')).status).toBe(401);
    expect((await ask('Bearer sixteen-chars-ok')).status).toBe(200);
    await guarded.server.drain();
  });

  test('are nobody’s in production as long as there is no token', async () => {
    const closed = await startTestServer({ config: { isProduction: true } });
    expect(await speak(closed.port, { path: '/metrics' })).toMatchObject({ status: 404 });
    await closed.server.drain();
    const guarded = await startTestServer({
      config: { isProduction: true, metricsToken: 'sixteen-chars-ok' },
    });
    const headers = { authorization: 'Bearer sixteen-chars-ok' };
    expect(await speak(guarded.port, { path: '/metrics', headers })).toMatchObject({ status: 200 });
    await guarded.server.drain();
  });
});

describe('the id of a request', () => {
  const idOf = async (
    trustProxy: false | 1,
    given: string,
  ): Promise<[answered: unknown, logged: unknown]> => {
    const server = await startTestServer({ config: { trustProxy } });
    const { headers } = await speak(server.port, { path: '/healthz', headers: { 'x-request-id': given } });
    await server.server.drain();
    const line = server.lines.find((entry) => entry.includes('"path":"/healthz"')) ?? '{}';
    return [headers['x-request-id'], (JSON.parse(line) as { requestId?: string }).requestId];
  };

  test('is the one of a trusted proxy, in the answer and in the log', async () => {
    const given = 'f3a1c0de00000000000000000000beef';
    expect(await idOf(1, given)).toEqual([given, given]);
  });

  test.each([
    ['anybody’s', false, 'f3a1c0de'],
    ['too long', 1, 'x'.repeat(65)],
    ['of other signs', 1, 'a b'],
    ['of other signs', 1, 'a"}'],
    ['empty', 1, ''],
  ] as const)('is our own when the one that came is %s', async (_what, trustProxy, given) => {
    const [answered, logged] = await idOf(trustProxy, given);
    expect(answered).toMatch(/^[0-9a-f-]{36}$/);
    expect(logged).toBe(answered);
  });
});

describe('a drain', () => {
  test('says 503 at once, asks everybody to move, closes them with 1012, then is done', async () => {
    const clock = createVirtualClock();
    const leaving = await startTestServer({ clock });
    const names = Array.from('abcdefghijklmnopqrst');
    const sockets = await Promise.all(names.map((name) => openSocket(leaving.port, name)));

    const drained = leaving.server.drain();
    expect(leaving.server.drain()).toBe(drained);
    const ready = await speak(leaving.port, { path: '/readyz' });
    expect([ready.status, ready.headers['connection']]).toEqual([503, 'close']);
    expect(await sendRaw(leaving.port, upgradeRequest())).toMatch(/^HTTP\/1.1 503 /);
    for (const socket of sockets) expect(await socket.next()).toEqual({ id: null, method: 'reconnect' });
    // An old socket still works until its turn comes.
    sockets[19]?.call(aQuery(1, 'thing.mine'));
    expect(await sockets[19]?.next()).toMatchObject({ result: { data: 't' } });

    await clock.advance(2000);
    const codes = await Promise.all(sockets.map((socket) => socket.closed));
    expect(new Set(codes)).toEqual(new Set([CLOSE_CODES.RESTART]));
    await drained;
    await expect(speak(leaving.port, { path: '/healthz' })).rejects.toThrow('ECONNREFUSED');
  });

  test('of a server without sockets does not wait, even with idle connections kept alive', async () => {
    const idle = await startTestServer();
    const kept = sendRaw(idle.port, 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
    await speak(idle.port, { path: '/healthz' });
    const startedAt = performance.now();
    await idle.server.drain();
    expect(performance.now() - startedAt).toBeLessThan(900);
    expect(await kept).toContain('{"ok":true}');
  });

  test('lets a running request finish, and cuts one that does not after ten seconds', async () => {
    const clock = createVirtualClock();
    const busy = await startTestServer({ clock });
    const hanging = speak(busy.port, { path: '/trpc/thing.hang' });
    hanging.catch(() => undefined);
    await vi.waitFor(async () => {
      const { text } = await speak(busy.port, { path: '/metrics' });
      expect(text).toContain('suhbatdosh_sockets 0');
    });
    const drained = busy.server.drain();
    await clock.advance(10_000);
    await expect(hanging).rejects.toThrow('socket hang up');
    await drained;
  });
});

test('a port that is taken is an error of listen', async () => {
  await expect(startTestServer({ config: { port: server.port } })).rejects.toThrow('EADDRINUSE');
});
