import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig, SETTING_NAMES, type Environment } from './config.ts';

const SECRET = '0123456789abcdef0123456789abcdef';

function problemsOf(env: Environment): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

const namesOf = (lines: readonly string[]): string[] => lines.map((line) => line.split(':')[0] ?? '');

describe('without settings', () => {
  test('the defaults run everything in one process on localhost', () => {
    expect(readConfig({})).toEqual({
      isProduction: false,
      port: 3000,
      host: '0.0.0.0',
      origins: ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://localhost:5173'],
      secureCookies: false,
      databaseUrl: null,
      dataDir: '.data',
      redisUrl: null,
      roundMs: 20_000,
      turn: null,
      stunUrls: ['stun:stun.l.google.com:19302', 'stun:stun.cloudflare.com:3478'],
      iceTransportPolicy: 'all',
      vapid: null,
      vapidSubject: null,
      pushEndpointHosts: [],
      trustProxy: false,
      logLevel: 'info',
      metricsToken: null,
      minAge: 16,
      registerPerAddressHour: 200,
      operatorSocket: '.data/operator.sock',
    });
  });

  test('the example file gives the same, and names every setting', () => {
    const example = parseEnv(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8'));
    expect(readConfig(example)).toEqual(readConfig({}));
    expect(Object.keys(example).sort()).toEqual([...SETTING_NAMES].sort());
  });

  test('production knows no development address', () => {
    expect(readConfig({ NODE_ENV: 'production', PORT: '8080' }).origins).toEqual([
      'http://localhost:8080',
      'http://127.0.0.1:8080',
    ]);
  });
});

test('a full set of settings is read with units', () => {
  const config = readConfig({
    NODE_ENV: 'production',
    PUBLIC_ORIGIN: 'https://gap.uz, https://www.gap.uz:8443',
    DATABASE_URL: 'postgres://app:p%40ss@db:5432/app',
    ROULETTE_INTERVAL_SECONDS: '5',
    TURN_URLS: 'turn:t.gap.uz:3478?transport=udp,turn:t.gap.uz:3478?transport=tcp,turns:t.gap.uz:443',
    TURN_SECRET: SECRET,
    ICE_TRANSPORT_POLICY: 'relay',
    TRUST_PROXY: 'loopback, 172.16.0.0/12',
    METRICS_TOKEN: 'sixteen-chars-ok',
  });
  expect(config).toMatchObject({
    isProduction: true,
    origins: ['https://gap.uz', 'https://www.gap.uz:8443'],
    secureCookies: true,
    databaseUrl: 'postgres://app:p%40ss@db:5432/app',
    roundMs: 5000,
    turn: { secret: SECRET, ttlSeconds: 7200 },
    stunUrls: ['stun:t.gap.uz:3478'],
    iceTransportPolicy: 'relay',
    trustProxy: ['loopback', '172.16.0.0/12'],
    metricsToken: 'sixteen-chars-ok',
  });
});

test('all problems come at once, one line a setting, without the values', () => {
  const lines = problemsOf({
    PORT: '70000',
    PUBLIC_ORIGIN: 'https://gap.uz/app',
    DATABASE_URL: 'mysql://canary',
    REDIS_URL: 'http://canary',
    TURN_URLS: 'https://canary',
    TURN_SECRET: 'canary',
    LOG_LEVEL: 'canary',
    MIN_AGE: '5',
    TRUST_PROXY: 'true',
    VAPID_PUBLIC_KEY: 'canary',
    METRICS_TOKEN: 'canary',
  });
  expect(namesOf(lines).sort()).toEqual([
    'DATABASE_URL',
    'LOG_LEVEL',
    'METRICS_TOKEN',
    'MIN_AGE',
    'PORT',
    'PUBLIC_ORIGIN',
    'REDIS_URL',
    'TRUST_PROXY',
    'TURN_SECRET',
    'TURN_URLS',
    'VAPID_PRIVATE_KEY',
    'VAPID_PUBLIC_KEY',
  ]);
  expect(lines.join('\n')).not.toContain('canary');
  expect(lines.every((line) => !line.includes('\n'))).toBe(true);
});

test('Redis is found over TCP, TLS or a socket', () => {
  for (const REDIS_URL of ['redis://:word@redis:6379', 'rediss://redis', 'unix:///run/redis.sock']) {
    expect(readConfig({ REDIS_URL }).redisUrl).toBe(REDIS_URL);
  }
});

test.each<[string, Environment, string]>([
  ['a relay without a secret', { TURN_URLS: 'turn:t.uz:3478' }, 'TURN_SECRET'],
  ['relay as the rule without a relay', { ICE_TRANSPORT_POLICY: 'relay' }, 'ICE_TRANSPORT_POLICY'],
  ['plain http in production', { NODE_ENV: 'production', PUBLIC_ORIGIN: 'http://gap.uz' }, 'PUBLIC_ORIGIN'],
  ['http and https together', { PUBLIC_ORIGIN: 'http://gap.uz,https://gap.uz' }, 'PUBLIC_ORIGIN'],
  ['an origin with a slash', { PUBLIC_ORIGIN: 'https://gap.uz/' }, 'PUBLIC_ORIGIN'],
  ['an origin with the default port', { PUBLIC_ORIGIN: 'https://gap.uz:443' }, 'PUBLIC_ORIGIN'],
  ['a list of nothing', { PUBLIC_ORIGIN: ',' }, 'PUBLIC_ORIGIN'],
  ['a bad CIDR', { TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY'],
  ['too many hops', { TRUST_PROXY: '11' }, 'TRUST_PROXY'],
  ['a fraction', { ROULETTE_INTERVAL_SECONDS: '2.5' }, 'ROULETTE_INTERVAL_SECONDS'],
  [
    'an address as a push service',
    { PUSH_ENDPOINT_HOSTS: 'push.example.org,10.0.0.5' },
    'PUSH_ENDPOINT_HOSTS',
  ],
  ['every host as a push service', { PUSH_ENDPOINT_HOSTS: '*' }, 'PUSH_ENDPOINT_HOSTS'],
  ['half a key pair', { VAPID_PRIVATE_KEY: Buffer.alloc(32, 1).toString('base64url') }, 'VAPID_PUBLIC_KEY'],
])('%s is refused', (_what, env, name) => {
  expect(namesOf(problemsOf(env))).toEqual([name]);
});

test.each<[string, unknown]>([
  ['false', false],
  ['0', false],
  ['1', 1],
  ['loopback', ['loopback']],
  ['10.0.0.1,fd00::/8', ['10.0.0.1', 'fd00::/8']],
])('TRUST_PROXY=%s is understood', (text, expected) => {
  expect(readConfig({ TRUST_PROXY: text }).trustProxy).toEqual(expected);
});

test('STUN_URLS=none leaves out every server, an empty value is no value', () => {
  expect(readConfig({ STUN_URLS: 'none' }).stunUrls).toEqual([]);
  expect(readConfig({ STUN_URLS: '' })).toEqual(readConfig({}));
});

test('the operator’s socket is where it is said to be, else beside the data, or nowhere', () => {
  const socketOf = (env: Environment): unknown => readConfig(env).operatorSocket;
  expect(socketOf({ OPERATOR_SOCKET: '/run/op.sock', DATA_DIR: '/data' })).toBe('/run/op.sock');
  expect(socketOf({ DATA_DIR: '/data' })).toBe('/data/operator.sock');
  expect(socketOf({ OPERATOR_SOCKET: 'none' })).toBeNull();
  // unix(7): no socket fits there; the commands then open the database themselves.
  expect(socketOf({ DATA_DIR: `/${'x'.repeat(107)}` })).toBeNull();
  expect(namesOf(problemsOf({ OPERATOR_SOCKET: `/${'x'.repeat(107)}` }))).toEqual(['OPERATOR_SOCKET']);
});

describe('secrets in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  const file = join(folder, 'secret');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('the line break at the end of the file is not part of the secret', () => {
    writeFileSync(file, `${SECRET}\n`);
    expect(readConfig({ TURN_URLS: 'turn:t.uz:3478', TURN_SECRET_FILE: file }).turn?.secret).toBe(SECRET);
  });

  test('both ways at once, an empty file and no file are problems', () => {
    writeFileSync(file, '\n');
    expect(
      namesOf(
        problemsOf({
          METRICS_TOKEN: 'sixteen-chars-ok',
          METRICS_TOKEN_FILE: file,
          DATABASE_URL_FILE: file,
          TURN_SECRET_FILE: join(folder, 'none'),
        }),
      ).sort(),
    ).toEqual(['DATABASE_URL_FILE', 'METRICS_TOKEN_FILE', 'TURN_SECRET_FILE']);
  });
});
