import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ORIGIN, startTestServer, type TestServer } from './testing/startTestServer.ts';
import { sendRaw, speak, type Answer } from './testing/speakHttp.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { trustProxy: ['loopback'] } });
});
afterAll(() => server.server.drain());

const JSON_TYPE = { 'content-type': 'application/json' };
const OURS = { ...JSON_TYPE, origin: ORIGIN };

const get = (path: string, headers = {}): Promise<Answer> => speak(server.port, { path, headers });
const post = (path: string, body: unknown, headers: Record<string, string> = OURS): Promise<Answer> =>
  speak(server.port, {
    method: 'POST',
    path,
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body ?? {}),
  });
const input = (value: unknown): string => `input=${encodeURIComponent(JSON.stringify(value))}`;
const errorOf = (answer: Answer) =>
  (JSON.parse(answer.text) as { error: { message: string; data: Record<string, unknown> } }).error;

describe('who may change something', () => {
  test.each<[string, Record<string, string>, number]>([
    ['our page', OURS, 200],
    ['our page, with a charset', { origin: ORIGIN, 'content-type': 'Application/JSON; charset=utf-8' }, 200],
    ['our page by Sec-Fetch-Site alone', { ...JSON_TYPE, 'sec-fetch-site': 'same-origin' }, 200],
    ['nobody in particular', JSON_TYPE, 403],
    ['a foreign page', { ...JSON_TYPE, origin: 'https://evil.example' }, 403],
    [
      'a foreign page that says same-origin',
      { ...JSON_TYPE, origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      403,
    ],
    ['a page with our origin as prefix', { ...JSON_TYPE, origin: `${ORIGIN}.evil.example` }, 403],
    ['our host with another scheme', { ...JSON_TYPE, origin: 'https://app.test:3000' }, 403],
    ['our host on another port', { ...JSON_TYPE, origin: 'http://app.test:3001' }, 403],
    ['a sandboxed page', { ...JSON_TYPE, origin: 'null' }, 403],
    ['a link', { ...JSON_TYPE, 'sec-fetch-site': 'none' }, 403],
    ['a neighbour of the same site', { ...JSON_TYPE, 'sec-fetch-site': 'same-site' }, 403],
    ['our origin, but the browser says cross-site', { ...OURS, 'sec-fetch-site': 'cross-site' }, 403],
    ['a form', { origin: ORIGIN, 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['a plain form', { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['text', { origin: ORIGIN, 'content-type': 'text/plain' }, 415],
    ['bytes', { origin: ORIGIN, 'content-type': 'application/octet-stream' }, 415],
    ['no type', { origin: ORIGIN }, 415],
  ])('%s', async (_who, headers, status) => {
    const before = server.seen.pings;
    const answer = await post('/trpc/thing.ping', '', headers);
    expect(answer.status).toBe(status);
    expect(server.seen.pings - before).toBe(status === 200 ? 1 : 0);
    if (status === 403) expect(errorOf(answer).data['appCode']).toBe('FOREIGN_ORIGIN');
  });

  test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s runs no mutation', async (method) => {
    const before = server.seen.pings;
    const answer = await speak(server.port, { method, path: '/trpc/thing.ping', headers: OURS });
    expect(answer.status).toBe(405);
    expect(server.seen.pings).toBe(before);
  });
});

describe('errors', () => {
  test('a refusal has its code, its status and its wait', async () => {
    const answer = await post('/trpc/thing.refuse', { code: 'TOO_MANY_REQUESTS', retryAfterMs: 1500 });
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('2');
    expect(errorOf(answer)).toMatchObject({
      message: 'TOO_MANY_REQUESTS',
      data: { appCode: 'TOO_MANY_REQUESTS', retryAfterMs: 1500 },
    });
  });

  test('a database that is away is a 503', async () => {
    const answer = await post('/trpc/thing.refuse', { code: 'DATABASE_UNAVAILABLE' });
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
  });

  test('a wrong input names its fields', async () => {
    const answer = await get(`/trpc/thing.echo?${input({ text: 'x' })}`);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).data).toMatchObject({ appCode: 'WRONG_INPUT', fields: { text: ['too short'] } });
  });

  test('an unknown key is a wrong input, no input is fine where there are defaults', async () => {
    expect((await get(`/trpc/thing.optional?${input({ role: 'admin' })}`)).status).toBe(400);
    expect((await get('/trpc/thing.optional')).text).toContain('{"limit":5}');
  });

  test('a fault of ours is masked, and logged once under the same id', async () => {
    const answer = await get('/trpc/thing.fail');
    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/canary|select|stack|\.ts/);
    const { requestId } = errorOf(answer).data;
    expect(answer.headers['x-request-id']).toBe(requestId);
    const logged = server.lines.filter(
      (line) => line.includes('"error"') && line.includes(String(requestId)),
    );
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('thing.fail');
  });

  test('whoever is not logged in is told so', async () => {
    expect((await get('/trpc/thing.mine')).status).toBe(401);
    expect((await get('/trpc/thing.mine', { cookie: 'session=forged' })).status).toBe(401);
    expect((await get('/trpc/thing.mine', { cookie: 'session=%E0%A4%A' })).status).toBe(401);
    expect((await get('/trpc/thing.mine', { cookie: 'session=ann' })).text).toContain('"ann"');
  });

  test.each<[string, () => Promise<Answer>, number]>([
    ['broken JSON', () => post('/trpc/thing.refuse', '{"code": canary'), 400],
    ['a broken query', () => get('/trpc/thing.echo?input=%7Bcanary'), 400],
    ['a path that cannot be decoded', () => get('/trpc/%E0%A4%A-canary'), 400],
    ['an unknown procedure', () => get('/trpc/canary.canary'), 404],
    ['a name of Object.prototype', () => get('/trpc/constructor'), 404],
    ['a bad host', () => get('/trpc/thing.optional', { host: 'a:99999' }), 200],
    ['an empty host', () => get('/trpc/thing.optional', { host: '' }), 200],
  ])('%s is answered without an echo', async (_what, ask, status) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('canary');
  });
});

describe('size', () => {
  test('a body of 64 KiB is read, a longer one refused', async () => {
    const body = (length: number): string => JSON.stringify({ password: 'x'.repeat(length - 15) });
    expect(body(65_536)).toHaveLength(65_536);
    expect((await post('/trpc/auth.login', body(65_536))).status).toBe(200);
    const tooLong = await post('/trpc/auth.login', body(65_537));
    expect(tooLong.status).toBe(413);
    expect(errorOf(tooLong).data['appCode']).toBe('TOO_LARGE');
  });

  test('a chunked body without a length is cut off at the limit', async () => {
    const head = `POST /trpc/auth.login HTTP/1.1\r\nHost: a\r\nOrigin: ${ORIGIN}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    expect(await sendRaw(server.port, head, chunk, chunk, chunk, chunk, '1\r\nx\r\n')).toMatch(
      /^HTTP\/1.1 413 /,
    );
  });

  test.each([15, 17])('%i levels of nesting', async (depth) => {
    const answer = await post('/trpc/thing.refuse', '['.repeat(depth) + ']'.repeat(depth));
    expect(answer.status).toBe(400);
    expect('fields' in errorOf(answer).data).toBe(depth === 15);
    expect((await get(`/trpc/thing.echo?input=${'['.repeat(depth)}${']'.repeat(depth)}`)).status).toBe(400);
  });

  test('a head that is too long is refused', async () => {
    expect((await get(`/trpc/thing.echo?input=${'x'.repeat(20_000)}`)).status).toBe(431);
  });
});

describe('batches', () => {
  const names = (count: number, name: string): string => Array(count).fill(name).join(',');
  const inputs = (count: number, value: unknown) => Object.fromEntries(Array(count).fill(value).entries());

  test('ten calls go together, eleven do not', async () => {
    expect((await post(`/trpc/${names(10, 'thing.ping')}?batch=1`, {})).status).toBe(200);
    const before = server.seen.pings;
    const answer = await post(`/trpc/${names(11, 'thing.ping')}?batch=1`, {});
    expect(answer.status).toBe(400);
    expect(server.seen.pings).toBe(before);
  });

  test('a login goes alone, also when its name is encoded', async () => {
    const guess = { password: 'a guess' };
    expect((await post('/trpc/auth.login?batch=1', inputs(1, guess))).status).toBe(200);
    expect((await post(`/trpc/${names(2, 'auth.login')}?batch=1`, inputs(2, guess))).status).toBe(400);
    expect((await post('/trpc/%61uth.login%2Cthing.ping?batch=1', inputs(2, guess))).status).toBe(400);
  });

  test('of several refusals the longest wait is in the header', async () => {
    const answer = await post('/trpc/thing.refuse,thing.refuse?batch=1', {
      0: { code: 'TOO_MANY_REQUESTS', retryAfterMs: 9000 },
      1: { code: 'BUSY', retryAfterMs: 100 },
    });
    expect(answer.status).toBe(207);
    expect(answer.headers['retry-after']).toBe('9');
  });
});

test('there is no event stream over HTTP', async () => {
  for (const query of ['', '?batch=1', `?${input({ deviceId: 'd' })}`]) {
    const answer = await get(`/trpc/events.stream${query}`, {
      accept: 'text/event-stream',
      cookie: 'session=ann',
    });
    expect(answer.status).toBe(405);
    expect(answer.headers['content-type']).toContain('application/json');
  }
  expect(server.seen.liveStreams).toBe(0);
});

test('cookies are set by a procedure and renewed on the way, and nothing is cached', async () => {
  const answer = await post('/trpc/auth.login', { password: 'x' }, { ...OURS, cookie: 'session=old' });
  expect(answer.headers['set-cookie']).toEqual(['session=renewed; Path=/', 'session=new; HttpOnly; Path=/']);
  expect(answer.headers['cache-control']).toBe('no-store');
  const streamed = await post(
    '/trpc/auth.login?batch=1',
    { 0: { password: 'x' } },
    { ...OURS, 'trpc-accept': 'application/jsonl' },
  );
  expect(streamed.status).toBe(415);
});

test('the address is that of the proxy’s header, and the log has its neighbourhood', async () => {
  const answer = await get('/trpc/thing.address?canary=1', { 'x-forwarded-for': '6.6.6.6, 203.0.113.77' });
  expect(answer.text).toContain('203.0.113.77');
  const line = server.lines.find((text) => text.includes('thing.address'));
  expect(line).toContain('203.0.113.0/24');
  expect(server.lines.join('')).not.toMatch(/113\.77|canary=1/);
});
