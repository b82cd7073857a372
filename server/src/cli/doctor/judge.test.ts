import { describe, expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import type { DatabaseFacts } from '../../database/readDatabaseFacts.ts';
import { isPrivateAddress } from './isPrivateAddress.ts';
import { judgeClock } from './judgeClock.ts';
import { judgeDatabase } from './judgeDatabase.ts';
import { judgeRelay } from './judgeRelay.ts';
import { judgeRedis } from './checkRedis.ts';
import { judgeSettings } from './judgeSettings.ts';
import { type RelayTrial, toTurnPlace } from './tryRelay.ts';

const facts = (fields: Partial<DatabaseFacts> = {}): DatabaseFacts => ({
  isEmbedded: false,
  version: '17.11',
  sizeBytes: 50_000_000,
  latencyMs: 2,
  clockAheadMs: 0,
  pending: [],
  unknown: [],
  ...fields,
});

describe('a database', () => {
  test.each([
    ['as it should be', {}, ['ok']],
    ['of a newer version', { unknown: ['Migration2999'] }, ['fail']],
    ['that has not been migrated', { pending: ['Migration2026'] }, ['warn']],
    ['that is older than what was tested', { version: '13.4' }, ['warn']],
    ['that is slow, and old', { latencyMs: 51, version: '9.6.24' }, ['warn', 'warn']],
  ])('%s', (_what, fields, levels) => {
    expect(judgeDatabase(facts(fields)).map(({ level }) => level)).toEqual(levels);
  });
});

describe('Redis', () => {
  const info = (policy: string, version = '8.8.0'): string =>
    `# Server\r\nredis_version:${version}\r\nused_memory_human:1.2M\r\nmaxmemory_policy:${policy}\r\n`;
  test.each([
    [info('noeviction'), 1, ['ok']],
    [info('allkeys-lru'), 1, ['fail']],
    [info('noeviction', '6.0.16'), 1, ['warn']],
    [info('noeviction'), 21, ['warn']],
  ])('%j in %i ms', (text, latencyMs, levels) => {
    expect(judgeRedis(text, latencyMs).map(({ level }) => level)).toEqual(levels);
  });
});

describe('a relay', () => {
  const relayed = (fields: object = {}): RelayTrial => ({
    url: 'turn:t.uz:3478',
    outcome: 'relayed',
    ms: 20,
    relayed: '203.0.113.7:50000',
    seenAs: '198.51.100.9:40000',
    software: null,
    isOpenInside: false,
    ...fields,
  });
  const unreachable = (url: string, why: string): RelayTrial => ({ url, outcome: 'unreachable', why });
  test.each<[string, RelayTrial, string, RegExp]>([
    ['that relays', relayed(), 'ok', /^null$/],
    ['that is slow', relayed({ ms: 2001 }), 'warn', /load/],
    ['that relays into private networks', relayed({ isOpenInside: true }), 'fail', /denied-peer-ip/],
    [
      'that gives an address of its own network',
      relayed({ relayed: '10.0.0.5:50000' }),
      'fail',
      /TURN_EXTERNAL_IP/,
    ],
    [
      'in the same network as the doctor',
      relayed({ relayed: '10.0.0.5:50000', seenAs: '10.0.0.6:1' }),
      'ok',
      /^null$/,
    ],
    ['with another secret', { url: 'turn:t.uz', outcome: 'refused', errorCode: 401 }, 'fail', /TURN_SECRET/],
    ['that is full', { url: 'turn:t.uz', outcome: 'refused', errorCode: 508 }, 'fail', /TURN_MAX_PORT/],
    [
      'that has enough of us',
      { url: 'turn:t.uz', outcome: 'refused', errorCode: 486 },
      'fail',
      /TURN_USER_QUOTA/,
    ],
    [
      'that refuses for another reason',
      { url: 'turn:t.uz', outcome: 'refused', errorCode: 500 },
      'fail',
      /log of coturn/,
    ],
    ['without a name', unreachable('turn:t.uz', 'getaddrinfo ENOTFOUND t.uz'), 'fail', /A record/],
    [
      'with a certificate of its own',
      unreachable('turns:t.uz', 'self-signed certificate'),
      'fail',
      /certbot/,
    ],
    ['behind a firewall, UDP', unreachable('turn:t.uz', 'no answer'), 'fail', /UDP port/],
    ['behind a firewall, TCP', unreachable('turn:t.uz?transport=tcp', 'no connection'), 'fail', /TCP port/],
    ['without TLS', unreachable('turns:t.uz', 'ECONNREFUSED'), 'fail', /TURN_CERT/],
  ])('%s', (_what, trial, level, todo) => {
    const finding = judgeRelay(trial);
    expect(finding.level).toBe(level);
    expect(String(finding.todo)).toMatch(todo);
  });

  test.each([
    ['turn:t.uz', { protocol: 'udp', host: 't.uz', port: 3478 }],
    ['turn:t.uz:80?transport=tcp', { protocol: 'tcp', host: 't.uz', port: 80 }],
    ['turns:t.uz', { protocol: 'tls', host: 't.uz', port: 5349, serverName: 't.uz' }],
    ['turns:[2001:db8::1]:443?transport=tcp', { protocol: 'tls', host: '2001:db8::1', port: 443 }],
    ['turn:203.0.113.7:3478?transport=udp', { protocol: 'udp', host: '203.0.113.7', port: 3478 }],
  ])('is found at %s', (url, place) => {
    expect(toTurnPlace(url)).toMatchObject(place);
    expect(toTurnPlace(url).checksCertificate).toBe(true);
  });
});

test.each([
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['100.64.0.1', true],
  ['203.0.113.7', false],
  ['fd00::1', true],
  ['2606:4700::1', false],
  ['nothing', false],
])('%s is private: %s', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate);
});

describe('clocks', () => {
  const clock = (aheadMs: number, exactMs = 0) => ({ whose: 'Redis', aheadMs, exactMs });
  test.each([
    [[clock(0)], 'ok'],
    [[clock(-5_000)], 'ok'],
    [[clock(5_001)], 'warn'],
    [[clock(-5_900, 1000)], 'ok'],
    [[clock(0), clock(-7_200_000)], 'warn'],
    [[], 'warn'],
  ])('%j', (others, level) => {
    expect(judgeClock(others).level).toBe(level);
  });

  test('that are off are named, with how far', () => {
    expect(judgeClock([clock(-7_200_000)]).words).toBe('this machine is off by 7200 s from Redis');
  });
});

describe('settings', () => {
  const good = {
    NODE_ENV: 'production',
    PUBLIC_ORIGIN: 'https://gap.uz',
    DATABASE_URL: 'postgres://app@db/app',
    TURN_URLS: 'turn:t.gap.uz',
    TURN_SECRET: '0123456789abcdef0123456789abcdef',
    TRUST_PROXY: '1',
  };
  test.each<[Record<string, string>, RegExp | null]>([
    [{}, null],
    [{ TURN_URLS: '', TURN_SECRET: '' }, /carrier-grade NAT/],
    [{ NODE_ENV: 'development' }, /NODE_ENV/],
    [{ TRUST_PROXY: 'false' }, /X-Forwarded-For/],
    [{ DATABASE_URL: '', REDIS_URL: 'redis://redis' }, /several servers/],
  ])('%j', (changed, words) => {
    const [finding, ...more] = judgeSettings(readConfig({ ...good, ...changed }));
    expect(more).toEqual([]);
    if (words === null) expect(finding?.level).toBe('ok');
    else expect(finding?.words).toMatch(words);
  });
});
