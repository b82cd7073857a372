import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { postgresAt, startTestPostgres, type TestPostgres } from '../../database/testPostgres.ts';
import { inspectPostgres, openPostgres } from '../../database/openPostgres.ts';
import { describeOnRedis } from '../../redis/testOnRedis.ts';
import { ORIGIN, startTestServer } from '../../transport/testing/startTestServer.ts';
import { checkHost } from './checkHost.ts';
import { checkOrigin } from './checkOrigin.ts';
import { checkRedis } from './checkRedis.ts';
import type { Finding } from './Finding.ts';

const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const now = (): number => Date.now();
const briefly = (findings: readonly Finding[]): string[] =>
  findings.map(({ level, about }) => `${level} ${about}`);

describe('the public address', () => {
  const closing: (() => unknown)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function serve(
    onRequest: RequestListener,
    certificate?: { key: string; cert: string },
  ): Promise<string> {
    const server = certificate ? createHttps(certificate, onRequest) : createHttp(onRequest);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => server.close());
    return `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test('of a server of ours answers, and lets WebSockets through', async () => {
    const server = await startTestServer({ config: { metricsToken: 'sixteen-chars-ok' } });
    const exam = await checkOrigin(server.url, now);
    await server.server.drain();
    // The origin that this server allows is another one.
    expect(briefly(exam.findings)).toEqual(['ok origin', 'fail websocket', 'warn origin']);
    expect(exam.findings[1]?.todo).toContain('PUBLIC_ORIGIN must be exactly');
    expect(Math.abs(exam.clockAheadMs ?? Infinity)).toBeLessThan(2_000);
    expect(ORIGIN).not.toBe(server.url);
  });

  test('behind a proxy that drops upgrades, with figures for everybody, says both', async () => {
    const origin = await serve((_request, response) => void response.end('hello'));
    expect(briefly((await checkOrigin(origin, now)).findings)).toEqual([
      'ok origin',
      'fail websocket',
      'warn metrics',
      'warn origin',
    ]);
  });

  test('without a server behind it says where to look', async () => {
    const origin = await serve((_request, response) => void response.writeHead(502).end());
    const { findings } = await checkOrigin(origin, now);
    expect(findings[0]).toMatchObject({ level: 'fail', todo: expect.stringContaining('logs server') });
  });

  test('with a certificate of its own is nothing for browsers', async () => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
    execFileSync('openssl', ['req', '-x509', ...curve, '-subj', '/CN=x', '-keyout', key, '-out', cert], {
      stdio: 'pipe',
    });
    const pair = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    const origin = await serve((_request, response) => void response.writeHead(401).end(), pair);
    const { findings } = await checkOrigin(origin, now);
    expect(briefly(findings)).toEqual(['fail certificate', 'fail origin', 'ok websocket']);
    expect(findings[0]?.todo).toContain('certbot');
  });

  test.each([
    ['http://127.0.0.1:9', 'does not answer'],
    ['https://no.such.name.invalid', 'has no address'],
  ])('%s %s', async (origin, words) => {
    const { findings, clockAheadMs } = await checkOrigin(origin, now);
    expect(findings).toMatchObject([{ level: 'fail', words: expect.stringContaining(words) }]);
    expect(clockAheadMs).toBeNull();
  });
});

describeOnRedis('the doctor', (redis) => {
  test('finds a Redis that throws nothing away', async () => {
    const { findings, clockAheadMs } = await checkRedis(redis().url, now);
    expect(findings).toMatchObject([{ level: 'ok', words: expect.stringContaining('noeviction') }]);
    expect(Math.abs(clockAheadMs ?? Infinity)).toBeLessThan(1_000);
  });

  test('finds one that would, and one that is gone or frozen', async () => {
    await redis().type('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    expect(briefly((await checkRedis(redis().url, now)).findings)).toEqual(['fail redis']);
    redis().freeze();
    const frozen = await checkRedis(redis().url, now);
    redis().thaw();
    expect(frozen).toMatchObject({ findings: [{ level: 'fail' }], clockAheadMs: null });
    const gone = await checkRedis('redis://127.0.0.1:9', now);
    expect(gone.findings[0]?.words).toContain('ECONNREFUSED');
  });
});

describe.skipIf(postgresAt === null)('a database (PostgreSQL)', () => {
  let postgres: TestPostgres;
  beforeAll(async () => void (postgres = await startTestPostgres()), 60_000);
  afterAll(() => postgres.stop());

  test('is looked at without being changed', async () => {
    const url = postgres.newDatabaseUrl();
    await expect(inspectPostgres(url, now)).rejects.toThrow(/does not exist/);
    const database = await openPostgres(url);
    await database.use((em) => em.execute("delete from mikro_orm_migrations where name like '%Initial'"));
    await database.use((em) =>
      em.execute("insert into mikro_orm_migrations (name) values ('Migration2999')"),
    );
    await database.close();
    const facts = await inspectPostgres(url, now);
    expect(facts).toMatchObject({
      isEmbedded: false,
      version: expect.stringMatching(/^\d+/),
      pending: [expect.stringMatching(/Initial$/)],
      unknown: ['Migration2999'],
    });
    expect(Math.abs(facts.clockAheadMs)).toBeLessThan(1_000);
    expect(facts.sizeBytes).toBeGreaterThan(1_000_000);
  });

  test('that is away is said to be', async () => {
    await expect(inspectPostgres('postgres://x@127.0.0.1:9/x', now)).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
    });
  });
});

describe('the machine', () => {
  const envFile = join(folder, '.env');
  test('has room, and keeps its secrets', () => {
    writeFileSync(envFile, 'A=b\n', { mode: 0o600 });
    const dataDir = join(folder, 'not', 'made', 'yet');
    expect(briefly(checkHost({ databaseUrl: null, dataDir }, envFile))).toEqual(['ok disk', 'ok secrets']);
  });

  test('that shows its secrets to others is told, and one without such a file is not', () => {
    chmodSync(envFile, 0o644);
    const config = { databaseUrl: 'postgres://x@y/z', dataDir: folder };
    expect(checkHost(config, envFile)).toMatchObject([{ level: 'warn', todo: `chmod 600 ${envFile}` }]);
    expect(checkHost(config, join(folder, 'none'))).toEqual([]);
  });

  test('whose folder is none is told', () => {
    const config = { databaseUrl: null, dataDir: join(envFile, 'data') };
    expect(briefly(checkHost(config, join(folder, 'none')))).toEqual(['fail disk']);
  });
});
