import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../clock/systemClock.ts';
import { startTestServer, type TestServer } from './testing/startTestServer.ts';
import { sendRaw, speak } from './testing/speakHttp.ts';

const parent = mkdtempSync(join(tmpdir(), 'client-'));
const folder = join(parent, 'dist');
let server: TestServer;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  const files: Record<string, string> = {
    'index.html': '<!doctype html>index<script>boot()</script><style>b{}</style>',
    'sw.js': '// worker',
    'manifest.webmanifest': '{}',
    'icon.svg': '<svg/>',
    'assets/app-1a2b.js': '// app',
    'assets/app-1a2b.js.br': 'brotli',
    'assets/app-1a2b.js.gz': 'gzip',
    '.secret': 'canary',
    '../outside.txt': 'canary',
  };
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  server = await startTestServer({ clientDir: folder, keptAssetsDir: join(parent, 'kept') });
});
afterAll(async () => {
  await server.server.drain();
  rmSync(parent, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => speak(server.port, { path, headers });

test.each([
  ['/', 'no-cache', 'text/html'],
  ['/index.html', 'no-cache', 'text/html'],
  ['/sw.js', 'no-cache', 'javascript'],
  ['/manifest.webmanifest', 'no-cache', 'application/manifest+json'],
  ['/icon.svg', 'public, max-age=3600', 'image/svg+xml'],
  ['/assets/app-1a2b.js', 'public, max-age=31536000, immutable', 'javascript'],
])('%s is served with %s', async (path, cache, type) => {
  const answer = await get(path);
  expect(answer.status).toBe(200);
  expect(answer.headers['cache-control']).toBe(cache);
  expect(answer.headers['content-type']).toContain(type);
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
});

describe('a file that was compressed at build time', () => {
  test.each([
    ['gzip, deflate, br', 'br', 'brotli'],
    ['gzip', 'gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip', 'gzip'],
    ['identity', undefined, '// app'],
    ['', undefined, '// app'],
  ])('is sent to whoever accepts %j', async (accepted, encoding, text) => {
    const answer = await get('/assets/app-1a2b.js', { 'accept-encoding': accepted });
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.text).toBe(text);
    expect(answer.headers['content-type']).toContain('javascript');
    expect(answer.headers['vary']).toContain('Accept-Encoding');
  });

  test('is not sent again while the caller’s copy is good', async () => {
    const headers = { 'accept-encoding': 'br' };
    const { etag } = (await get('/assets/app-1a2b.js', headers)).headers;
    const again = await get('/assets/app-1a2b.js', { ...headers, 'if-none-match': String(etag) });
    expect(again.status).toBe(304);
    expect((await get('/assets/app-1a2b.js.br')).status).toBe(404);
  });
});

test.each(['/', '/index.html', '/history'])(
  'the code that stands in the page may run at %s',
  async (path) => {
    const answer = await get(path, { accept: 'text/html' });
    const [boot, style] = ['boot()', 'b{}'].map((code) => createHash('sha256').update(code).digest('base64'));
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain(`script-src 'self' 'sha256-${boot}';`);
    expect(policy).toContain(`style-src 'self' 'sha256-${style}';`);
    expect((await get('/icon.svg')).headers['content-security-policy']).not.toContain('sha256');
  },
);

describe('a release that is no longer here', () => {
  const deploy = async (asset: string, nowMs: number): Promise<TestServer> => {
    for (const name of readdirSync(join(folder, 'assets'))) {
      if (name.startsWith('chunk-')) rmSync(join(folder, 'assets', name));
    }
    writeFileSync(join(folder, 'assets', asset), `// ${asset}`);
    const clock = { ...systemClock, now: () => nowMs };
    return startTestServer({ clientDir: folder, keptAssetsDir: join(parent, 'kept'), clock });
  };
  const textOf = async (running: TestServer, path: string): Promise<string> =>
    (await speak(running.port, { path })).text;
  const DAY_MS = 24 * 3_600_000;

  test('still gives the parts that an open page has not fetched, for two weeks', async () => {
    const deploys = [
      ['chunk-1.js', 0],
      ['chunk-2.js', 10 * DAY_MS],
      ['chunk-3.js', 15 * DAY_MS],
    ] as const;
    const seen: string[][] = [];
    for (const [asset, nowMs] of deploys) {
      const running = await deploy(asset, nowMs);
      seen.push(await Promise.all(deploys.map(([name]) => textOf(running, `/assets/${name}`))));
      const old = await speak(running.port, { path: '/assets/chunk-1.js' });
      if (old.status === 200) expect(old.headers['cache-control']).toContain('immutable');
      await running.server.drain();
    }
    const gone = 'Not found\n';
    expect(seen).toEqual([
      ['// chunk-1.js', gone, gone],
      ['// chunk-1.js', '// chunk-2.js', gone],
      [gone, '// chunk-2.js', '// chunk-3.js'],
    ]);
  });

  test('is found also when another server of the same folder brings a newer one', async () => {
    let nowMs = 0;
    const clock = { ...systemClock, now: () => nowMs };
    const older = await startTestServer({ clientDir: folder, keptAssetsDir: join(parent, 'kept'), clock });
    const newer = await deploy('chunk-new.js', 0);
    expect(await textOf(older, '/assets/app-1a2b.js')).toBe('// app');
    nowMs = 1_000;
    expect(await textOf(older, '/assets/chunk-new.js')).toBe('// chunk-new.js');
    await Promise.all([older.server.drain(), newer.server.drain()]);
  });

  test('cannot be kept where nothing can be written, and nothing else suffers', async () => {
    writeFileSync(join(parent, 'file'), '');
    const running = await startTestServer({ clientDir: folder, keptAssetsDir: join(parent, 'file') });
    expect(await textOf(running, '/assets/app-1a2b.js')).toBe('// app');
    expect(
      running.lines.some((line) => line.includes('cannot keep files of this release for the next one')),
    ).toBe(true);
    await running.server.drain();
  });
});

describe('a path that is no file', () => {
  test('is a page of the app for a browser that navigates', async () => {
    const answer = await get('/history', { accept: 'text/html,*/*' });
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.text).toContain('index');
  });

  test.each([
    ['/history', '*/*'],
    ['/gone.js', 'text/html'],
    ['/assets/app-0000.js', '*/*'],
    ['/assets/gone', 'text/html'],
    ['/.secret', 'text/html'],
    ['/..%2foutside.txt', '*/*'],
    ['/%2e%2e/outside.txt', '*/*'],
    ['/assets/..%5c..%5coutside.txt', '*/*'],
  ])('%s for %s is a 404 that nobody keeps', async (path, accept) => {
    const answer = await get(path, { accept });
    expect(answer.status).toBe(404);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text).not.toContain('canary');
  });

  test.each(['/../outside.txt', '//outside.txt', '/assets/../../outside.txt', '/%00', '/%E0%A4%A'])(
    '%s as raw bytes gives nothing away',
    async (path) => {
      const answer = await sendRaw(
        server.port,
        `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
      expect(answer).not.toContain('canary');
    },
  );

  test('cannot be written to', async () => {
    expect((await speak(server.port, { method: 'POST', path: '/index.html' })).status).toBe(405);
  });
});

test('without a built client there is a plain word about it', async () => {
  const bare = await startTestServer();
  const answer = await speak(bare.port, { path: '/', headers: { accept: 'text/html' } });
  expect(answer.status).toBe(503);
  expect(answer.headers['content-type']).toContain('text/plain');
  expect(answer.text).toContain('npm run build');
  await bare.server.drain();
});
