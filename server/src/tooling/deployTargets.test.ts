import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Environment, readConfig, SETTING_NAMES } from '../config.ts';
import { postgresAt, startTestPostgres, type TestPostgres } from '../database/testPostgres.ts';
import { aServerProcess } from '../testing/aServerProcess.ts';

/** The files that platforms read say what the server understands; as far as that can be told without the platforms. */

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const known: readonly string[] = SETTING_NAMES;

/** A server's own drain, in main.ts. */
const STOP_SECONDS = 28;
const SECRET = '0123456789abcdef0123456789abcdef';

/** What an operator types into the dashboard of a platform. */
const TYPED: Environment = {
  PUBLIC_ORIGIN: 'https://talk.example.org',
  TURN_URLS: 'turn:turn.example.org:3478',
  TURN_SECRET: SECRET,
  METRICS_TOKEN: SECRET,
};

interface RenderVariable {
  key: string;
  value?: string;
}
const render = parse(read('render.yaml')) as {
  services: {
    type: string;
    name: string;
    dockerfilePath?: string;
    healthCheckPath?: string;
    maxShutdownDelaySeconds?: number;
    maxmemoryPolicy?: string;
    envVars?: RenderVariable[];
  }[];
  databases: { name: string }[];
};
const [web, store] = render.services;
const variables = web?.envVars ?? [];
const renderSettings = Object.fromEntries(variables.map(({ key, value }) => [key, value ?? TYPED[key]]));

describe('render.yaml', () => {
  test('sets what there is to set, in a way that the server takes', () => {
    expect(variables.filter(({ key }) => !known.includes(key))).toEqual([]);
    const config = readConfig({
      ...renderSettings,
      PORT: '10000',
      DATABASE_URL: 'postgresql://app:word@db-a/app',
      REDIS_URL: 'redis://kv-a:6379',
    });
    expect(config).toMatchObject({ isProduction: true, trustProxy: 1, secureCookies: true, port: 10000 });
  });

  test('builds our image, asks whether people may be sent, and gives a server time to stop', () => {
    expect(existsSync(join(root, web?.dockerfilePath ?? 'none'))).toBe(true);
    expect(web?.healthCheckPath).toBe('/readyz');
    expect(web?.maxShutdownDelaySeconds).toBeGreaterThan(STOP_SECONDS);
    expect(store).toMatchObject({ type: 'keyvalue', maxmemoryPolicy: 'noeviction', ipAllowList: [] });
  });

  test('names a database and a store that it makes itself', () => {
    const made = [...render.databases, ...render.services].map(({ name }) => name);
    const named = [...read('render.yaml').matchAll(/from(?:Database|Service): \{.*name: ([\w-]+)/g)];
    expect(named).toHaveLength(2);
    for (const [, name] of named) expect(made).toContain(name);
  });
});

test('railway.json builds our image, asks whether people may be sent, and gives a server time to stop', () => {
  const { build, deploy } = JSON.parse(read('railway.json')) as {
    build: { builder: string; dockerfilePath: string };
    deploy: { healthcheckPath: string; drainingSeconds: number; startCommand?: string };
  };
  expect(build.builder).toBe('DOCKERFILE');
  expect(existsSync(join(root, build.dockerfilePath))).toBe(true);
  expect(deploy.healthcheckPath).toBe('/readyz');
  expect(deploy.drainingSeconds).toBeGreaterThan(STOP_SECONDS);
});

describe('the unit for systemd', () => {
  const unit = read('docs/systemd/suhbatdosh.service');
  const line = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

  test('starts the server as npm does, and gives it time to stop', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const [, serve] = line('ExecStart').split('/node ');
    expect(scripts.serve).toBe(`node ${serve?.replace('--import', '--env-file-if-exists=.env --import')}`);
    expect(Number(line('TimeoutStopSec'))).toBeGreaterThan(STOP_SECONDS);
    expect(line('RestartPreventExitStatus')).toBe('78');
  });

  test('sets what there is to set, and its example is taken once the secrets are in it', () => {
    const example = parseEnv(read('docs/systemd/suhbatdosh.env'));
    const own = parseEnv(line('Environment').replaceAll(' ', '\n'));
    expect([...Object.keys(example), ...Object.keys(own)].filter((name) => !known.includes(name))).toEqual(
      [],
    );
    const config = readConfig({ ...example, ...own, TURN_SECRET: SECRET, METRICS_TOKEN: SECRET });
    expect(config).toMatchObject({ isProduction: true, trustProxy: ['loopback'], host: '127.0.0.1' });
    expect(() => readConfig({ ...example, ...own })).toThrow(/TURN_SECRET/);
  });

  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  test.skipIf(!hasSystemd)('is one that systemd understands', () => {
    const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-unit-'));
    const file = join(folder, 'suhbatdosh.service');
    // There is nothing in /opt here; everything else is checked as it stands.
    writeFileSync(file, unit.replace('/opt/suhbatdosh/node_modules/.bin/node', process.execPath));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect([status, stderr]).toEqual([0, '']);
  });
});

test('the workflow runs what everybody runs', () => {
  const { jobs, permissions } = parse(read('.github/workflows/ci.yml')) as {
    permissions: object;
    jobs: Record<string, { steps: { run?: string; uses?: string }[] }>;
  };
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  expect(steps.flatMap(({ run }) => (run === undefined ? [] : [run]))).toEqual(['.ci/run']);
  expect(permissions).toEqual({ contents: 'read' });
});

describe('the settings', () => {
  const names = (text: string, pattern: RegExp): string[] =>
    [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''))].sort();

  test('are in the operator’s table, each of them and no other', () => {
    const [, table = ''] =
      /\n## Settings\n([\s\S]*?)\n\nOf compose alone/.exec(read('docs/OPERATIONS.md')) ?? [];
    const rows = table
      .split('\n')
      .filter((row) => row.startsWith('| `'))
      .map((row) => row.split('|')[1] ?? '');
    expect(names(rows.join(), /`([A-Z_]+)`/g)).toEqual([...SETTING_NAMES].sort());
  });

  test('that are secrets are marked, in the table and in the example', () => {
    const example = read('.env.example');
    const marked = names(example, /^# S\.[^\n]*\n(?:#[^\n]*\n)*([A-Z_]+)=/gm);
    expect(marked).toEqual([
      'DATABASE_URL',
      'METRICS_TOKEN',
      'REDIS_URL',
      'TURN_SECRET',
      'VAPID_PRIVATE_KEY',
    ]);
    const inTable = names(read('docs/OPERATIONS.md'), /`([A-Z_]+)` S[ ,]/g);
    expect(inTable).toEqual(marked);
  });
});

describe.skipIf(postgresAt === null)('a server with the settings of a platform (PostgreSQL)', () => {
  let postgres: TestPostgres;
  beforeAll(async () => void (postgres = await startTestPostgres()), 60_000);
  afterAll(() => postgres.stop());

  test('listens where it is told to, is ready, hides its figures, and believes the platform’s proxy', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-platform-'));
    const server = await aServerProcess({
      ...Object.fromEntries(Object.entries(renderSettings).map(([name, value]) => [name, value ?? ''])),
      PORT: '0',
      DATABASE_URL: postgres.newDatabaseUrl(),
      OPERATOR_SOCKET: join(folder, 'operator.sock'),
      LOG_LEVEL: 'debug',
    });
    const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(server.baseUrl + path, { headers });
    expect((await ask('/readyz')).status).toBe(200);
    expect((await ask('/metrics')).status).toBe(401);
    expect((await ask('/metrics', { authorization: `Bearer ${SECRET}` })).status).toBe(200);
    const id = 'f3a1c0de-0000';
    expect((await ask('/healthz', { 'x-request-id': id })).headers.get('x-request-id')).toBe(id);
    expect(existsSync(join(folder, 'operator.sock'))).toBe(true);
    expect(await server.end('SIGTERM')).toBe(0);
    rmSync(folder, { recursive: true });
  }, 60_000);
});
