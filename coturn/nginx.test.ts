import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { timeLimitedCredential } from '../server/src/turn/timeLimitedCredential.ts';
import { openTurnClient } from '../server/src/turn/turnClient.ts';
import { greetTls } from './greetTls.ts';
import { findProgram, makeCertificate, runCoturn, type RunningCoturn } from './runCoturn.ts';
import { type NameServer, runNameServer, runNginx, type RunningNginx } from './runNginx.ts';
import { APP_HEADERS, runStandInApp, type StandInApp } from './standInApp.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As they came on the wire, doubled ones too. */
  headerNames: string[];
  body: string;
}

describe.skipIf(findProgram('nginx') === null)('nginx in front of the app (nginx)', () => {
  let names: NameServer;
  let nginx: RunningNginx;
  let first: StandInApp;
  let coturn: RunningCoturn | null = null;
  const secret = randomBytes(32).toString('hex');
  const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-sni-'));
  const more: StandInApp[] = [];

  const ask = (
    path: string,
    options: { method?: string; headers?: Record<string, string>; from?: string; body?: Buffer } = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const request = httpsRequest(
        {
          host: '127.0.0.1',
          port: nginx.httpsPort,
          servername: 'example.org',
          rejectUnauthorized: false,
          agent: false,
          path,
          method: options.method ?? 'GET',
          headers: { Host: 'example.org', ...options.headers },
          localAddress: options.from ?? '127.0.0.1',
        },
        (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => {
            body += chunk.toString();
          });
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              headerNames: response.rawHeaders
                .filter((_text, at) => at % 2 === 0)
                .map((name) => name.toLowerCase()),
              body,
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(options.body);
    });

  const openTls = async (from: string, protocol: 'h2' | 'http/1.1'): Promise<TLSSocket> => {
    const tcp = connectTcp({ host: '127.0.0.1', port: nginx.httpsPort, localAddress: from });
    const socket = connectTls({
      socket: tcp,
      servername: 'example.org',
      rejectUnauthorized: false,
      ALPNProtocols: [protocol],
    });
    await once(socket, 'secureConnect');
    return socket;
  };

  /** An address that nobody used before, so that one test's limits are not another's. */
  let lastAddress = 100;
  const somebodyNew = (): string => `127.0.1.${++lastAddress}`;

  /** nginx keeps an answer of the name server for a second here. */
  const untilAnsweredBy = (address: string): Promise<void> =>
    vi.waitFor(async () => expect((await ask('/')).headers['x-answered-by']).toBe(address), {
      timeout: 8000,
      interval: 50,
    });

  beforeAll(async () => {
    names = await runNameServer();
    first = await runStandInApp('127.0.0.2', 0);
    let relayPort = 9;
    if (findProgram('turnserver') !== null) {
      const { cert, key } = makeCertificate(folder, 'turn.example.org');
      coturn = await runCoturn({ TURN_SECRET: secret, TURN_CERT: cert, TURN_KEY: key });
      relayPort = coturn.tlsPort;
    }
    nginx = await runNginx({ appPort: first.port, nameServerPort: names.port, relayPort });
    names.answerWith([first.address]);
    await untilAnsweredBy(first.address);
  });
  beforeEach(async () => {
    names.answerWith([first.address]);
    await untilAnsweredBy(first.address);
    first.seen.length = 0;
  });
  afterEach(() => {
    for (const app of more.splice(0)) app.stop();
  });
  afterAll(async () => {
    await nginx.stop();
    await coturn?.stop();
    first.stop();
    names.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('it starts without a complaint', () => {
    expect(nginx.log()).not.toMatch(/\[(emerg|alert|crit|warn)\]/);
  });

  test('the app is told who calls, whatever the caller writes about it', async () => {
    const forged = {
      'X-Forwarded-For': '8.8.8.8, 10.0.0.1',
      'X-Forwarded-Proto': 'http',
      'X-Forwarded-Host': 'evil.example',
      'X-Real-IP': '8.8.8.8',
      Forwarded: 'for=8.8.8.8',
      'X-Request-Id': 'chosen',
    };
    const from = somebodyNew();
    await ask('/healthz', { headers: forged, from });
    expect(first.seen).toHaveLength(1);
    const headers = first.seen[0]?.headers;
    expect(headers).toMatchObject({
      'x-forwarded-for': from,
      'x-forwarded-proto': 'https',
      host: 'example.org',
    });
    expect(headers).toMatchObject({ 'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/) });
    for (const name of ['x-forwarded-host', 'x-real-ip', 'forwarded'])
      expect(headers).not.toHaveProperty(name);
  });

  test('the headers of the app arrive once each, and nginx adds none but its name', async () => {
    const { headers, headerNames } = await ask('/');
    expect(headers).toMatchObject(APP_HEADERS);
    expect(new Set(headerNames).size).toBe(headerNames.length);
    expect(headers.server).toBe('nginx');
    const expected = [
      ...Object.keys(APP_HEADERS),
      'x-answered-by',
      'cache-control',
      'server',
      'date',
      'connection',
    ];
    expect(headerNames.filter((name) => !/^(transfer-encoding|content-length)$/.test(name)).sort()).toEqual(
      expected.sort(),
    );
  });

  test.each(['//', '///', '//[', '//a:99999/x', '/\\', '/trpc//', '/trpc//x?y=1'])(
    '%s is refused',
    async (path) => {
      expect((await ask(path)).status).toBe(400);
      expect(first.seen).toEqual([]);
    },
  );

  test('two slashes in a query are nobody else’s business', async () => {
    expect((await ask('/join?from=https://example.org//a')).status).toBe(200);
    expect(first.seen[0]?.url).toBe('/join?from=https://example.org//a');
  });

  test('a file that the app compressed arrives as it left, and may be kept', async () => {
    const { headers, body } = await ask('/assets/app.js', { headers: { 'Accept-Encoding': 'br, gzip' } });
    expect(body).toBe('compressed');
    expect(headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
    expect(headers['cache-control']).toContain('immutable');
  });

  test('a file that is gone is a 404 that nobody keeps', async () => {
    const { status, headers } = await ask('/assets/old.js');
    expect(status).toBe(404);
    expect(headers['cache-control']).toBe('no-store');
  });

  test.each(['/metrics', '/readyz', '/metrics/', '/%6detrics'])('%s is for those inside', async (path) => {
    expect((await ask(path)).status).toBe(404);
    expect(first.seen).toEqual([]);
  });

  test('a body above 64 KiB does not reach the app', async () => {
    const answer = await ask('/trpc/x', { method: 'POST', body: Buffer.alloc(65 * 1024) });
    expect(answer.status).toBe(413);
    expect(first.seen).toEqual([]);
  });

  test('a WebSocket is opened and carries both ways', async () => {
    const from = somebodyNew();
    const socket = await openTls(from, 'http/1.1');
    const heading = ['GET /trpc HTTP/1.1', 'Host: example.org', 'Upgrade: websocket', 'Connection: Upgrade'];
    const websocket = [
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'X-Forwarded-For: 8.8.8.8',
    ];
    socket.write([...heading, ...websocket, '', ''].join('\r\n'));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /);
    // The example of RFC 6455, 1.3.
    expect(answer.toString()).toContain('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    expect(first.seen[0]).toMatchObject({
      method: 'UPGRADE',
      url: '/trpc',
      headers: { 'x-forwarded-for': from },
    });
    socket.write('there and back');
    const [echo] = (await once(socket, 'data')) as [Buffer];
    expect(echo.toString()).toBe('there and back');
    socket.destroy();
  });

  test('it speaks HTTP/2, and TLS from 1.2 on', async () => {
    const greet = (options: object): Promise<string> => greetTls(nginx.httpsPort, options);
    const only = (version: string) => ({
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    expect(await greet({ ALPNProtocols: ['h2', 'http/1.1'] })).toBe('TLSv1.3 h2');
    expect(await greet({ ...only('TLSv1.2'), ALPNProtocols: ['http/1.1'] })).toBe('TLSv1.2 http/1.1');
    await expect(greet(only('TLSv1.1'))).rejects.toThrow(/alert protocol version/);
    await expect(greet(only('TLSv1'))).rejects.toThrow(/alert protocol version/);
    // No forward secrecy, no authentication of what is encrypted, no encryption, and the old ones of every report.
    for (const ciphers of [
      'AES128-GCM-SHA256',
      'ECDHE-ECDSA-AES128-SHA',
      'NULL-SHA256',
      'aNULL',
      'CAMELLIA128-SHA',
    ]) {
      const weak = { ...only('TLSv1.2'), ciphers: `${ciphers}:@SECLEVEL=0` };
      await expect(greet(weak), ciphers).rejects.toThrow(/handshake failure/);
    }
  });

  test('plain HTTP is sent to https, but for the challenge of the certificate authority', async () => {
    const plain = async (path: string): Promise<{ status: number; location?: string; body: string }> => {
      const request = get({
        host: '127.0.0.1',
        port: nginx.httpPort,
        path,
        headers: { Host: 'example.org' },
        agent: false,
      });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      let body = '';
      for await (const chunk of response) body += String(chunk);
      const { location } = response.headers;
      return { status: response.statusCode ?? 0, ...(location !== undefined && { location }), body };
    };
    writeFileSync(join(nginx.acmeDir, 'token'), 'proof');
    expect(await plain('/people?band=6')).toMatchObject({
      status: 308,
      location: 'https://example.org/people?band=6',
    });
    expect(await plain('/.well-known/acme-challenge/token')).toEqual({ status: 200, body: 'proof' });
    expect(await plain('/.well-known/acme-challenge/nothing')).toMatchObject({ status: 404 });
  });

  test('a container that was replaced by one with another address is found', async () => {
    const next = await runStandInApp('127.0.0.3', first.port);
    more.push(next);
    names.answerWith([next.address]);
    await untilAnsweredBy(next.address);
    first.seen.length = 0;
    await ask('/');
    expect([first.seen.length, next.seen.at(-1)?.url]).toEqual([0, '/']);
  });

  test('with one of two servers gone, and with one draining, everybody is still answered', async () => {
    let refused = 0;
    const broken = createServer((socket) => {
      refused += 1;
      socket.destroy();
    }).listen(first.port, '127.0.0.4');
    names.answerWith(['127.0.0.4', first.address]);
    await vi.waitFor(
      async () => {
        expect((await ask('/')).status).toBe(200);
        expect(refused).toBeGreaterThan(0);
      },
      { timeout: 8000, interval: 50 },
    );
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask('/')));
    broken.close();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));

    const second = await runStandInApp('127.0.0.3', first.port);
    more.push(second);
    names.answerWith([first.address, second.address]);
    await untilAnsweredBy(second.address);
    first.seen.length = 0;
    await ask('/draining');
    expect(first.seen.length + second.seen.filter(({ url }) => url === '/draining').length).toBe(2);
  });

  test('what may have been done is not asked for twice', async () => {
    const second = await runStandInApp('127.0.0.3', first.port);
    more.push(second);
    names.answerWith([first.address, second.address]);
    await untilAnsweredBy(second.address);
    const answer = await ask('/die', { method: 'POST', body: Buffer.from('{}') });
    const asked = [...first.seen, ...second.seen].filter(({ method }) => method === 'POST');
    expect(asked).toHaveLength(1);
    expect(answer.status).toBe(503);
  });

  test('with no server at all callers are told to come back', async () => {
    names.answerWith([]);
    await vi.waitFor(async () => expect((await ask('/')).status).toBe(503), { timeout: 8000, interval: 50 });
    const { headers, body } = await ask('/');
    expect(headers).toMatchObject({ 'retry-after': '2', 'cache-control': 'no-store' });
    expect(body).toBe('The server is away for a moment\n');
  });

  test('a whole school behind one address is let in, a flood is not', async () => {
    const from = somebodyNew();
    const askHundred = async (): Promise<number[]> => {
      const socket = await openTls(from, 'h2');
      const session = connectHttp2('https://example.org', { createConnection: () => socket });
      const statuses = Array.from({ length: 100 }, async () => {
        const stream = session.request({ ':path': '/' });
        const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
        stream.resume();
        return Number(headers[':status']);
      });
      const answers = await Promise.all(statuses);
      session.destroy();
      return answers;
    };
    const askHundreds = async (rounds: number): Promise<Set<number>> => {
      const seen = new Set<number>();
      for (let round = 0; round < rounds; round += 1) {
        const answers = await Promise.all([askHundred(), askHundred()]);
        for (const status of answers.flat()) seen.add(status);
      }
      return seen;
    };
    expect(await askHundreds(4)).toEqual(new Set([200]));
    expect(await askHundreds(10)).toContain(429);
  });

  test.skipIf(findProgram('turnserver') === null)(
    'on the same port the relay is behind its own name (coturn)',
    async () => {
      const place = {
        protocol: 'tls',
        host: '127.0.0.1',
        port: nginx.httpsPort,
        serverName: 'turn.example.org',
      } as const;
      const credential = timeLimitedCredential(secret, 'a1b2c3', Math.floor(Date.now() / 1000) + 600);
      const client = await openTurnClient(place, credential);
      expect(await client.allocate()).toMatchObject({ isGranted: true });
      expect(await client.createPermission('10.0.0.1')).toBe(403);
      await client.close();
      expect(first.seen).toEqual([]);
    },
  );

  test('its log has neighbourhoods and paths, no addresses and no queries', async () => {
    const from = somebodyNew();
    await ask('/assets/none.js?token=canary', { from });
    await vi.waitFor(() => expect(nginx.log()).toContain('/assets/none.js'));
    expect(nginx.log()).toContain('"from":"127.0.1.0/24"');
    expect(nginx.log()).not.toContain('canary');
  });

  test('its health is for the container alone', async () => {
    const request = get({ host: '127.0.0.1', port: nginx.healthPort, path: '/nginx-health', agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(204);
    expect((await ask('/nginx-health')).headers['x-answered-by']).toBe(first.address);
  });
});
