import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { timeLimitedCredential, type TurnCredential } from '../server/src/turn/timeLimitedCredential.ts';
import { openTurnClient, type TurnClient } from '../server/src/turn/turnClient.ts';
import type { TurnPlace } from '../server/src/turn/turnTransport.ts';
import { findProgram, makeCertificate, runCoturn, type RunningCoturn, SYSTEM_PATH } from './runCoturn.ts';

const secret = randomBytes(32).toString('hex');
const nowSeconds = (): number => Math.floor(Date.now() / 1000);
/** Of somebody new each time: coturn counts a person's relays for a while after they were given back. */
const goodCredential = (): TurnCredential =>
  timeLimitedCredential(secret, randomBytes(4).toString('hex'), nowSeconds() + 600);

/** Addresses that a stranger must not reach through our machine, by why. */
const FORBIDDEN_IPV4: Readonly<Record<string, readonly string[]>> = {
  'this network (RFC 791)': ['0.0.0.0', '0.1.2.3'],
  'private (RFC 1918)': [
    '10.0.0.1',
    '10.255.255.254',
    '172.16.0.1',
    '172.17.0.1',
    '172.31.255.254',
    '192.168.1.1',
  ],
  'loopback (RFC 1122)': ['127.0.0.1', '127.255.255.254'],
  'link-local, and the metadata of clouds (RFC 3927)': ['169.254.0.1', '169.254.169.254'],
  'carrier-grade NAT (RFC 6598)': ['100.64.0.1', '100.100.100.200', '100.127.255.254'],
  'protocol assignments and old 6to4 (RFC 6890, 7526)': ['192.0.0.1', '192.88.99.1'],
  'benchmarks (RFC 2544)': ['198.18.0.1', '198.19.255.254'],
  'multicast (RFC 5771)': ['224.0.0.1', '239.255.255.250'],
  'reserved and broadcast (RFC 1112, 919)': ['240.0.0.1', '255.255.255.255'],
};
const FORBIDDEN_IPV6: Readonly<Record<string, readonly string[]>> = {
  loopback: ['::1'],
  'IPv4 in another coat': ['::ffff:127.0.0.1', '::ffff:10.0.0.5', '::ffff:169.254.169.254', '::10.0.0.5'],
  'IPv4 behind a translator': ['64:ff9b::10.0.0.5', '64:ff9b:1::10.0.0.5', '2002:a00:5::1', '2001::1'],
  'unique local and link-local': ['fc00::1', 'fd12:3456::1', 'fe80::1', 'fec0::1'],
  multicast: ['ff02::1'],
  public: ['2606:4700:4700::1111'],
};
const PUBLIC = [
  '8.8.8.8',
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '223.255.255.255',
];

const ownAddress =
  Object.values(networkInterfaces())
    .flat()
    .find((entry) => entry?.family === 'IPv4' && !entry.internal)?.address ?? null;

describe.skipIf(findProgram('turnserver') === null)('the relay (coturn)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-turn-certificate-'));
  const certificate = makeCertificate(folder, 'turn.example.org');
  let coturn: RunningCoturn;
  let place: TurnPlace;
  const open: TurnClient[] = [];
  const openClient = async (
    credential: TurnCredential | null,
    at: Partial<TurnPlace> = {},
  ): Promise<TurnClient> => {
    const client = await openTurnClient({ ...place, ...at }, credential);
    open.push(client);
    return client;
  };

  beforeAll(async () => {
    coturn = await runCoturn({
      TURN_SECRET: secret,
      TURN_CERT: certificate.cert,
      TURN_KEY: certificate.key,
      TURN_CERT_CHECK_SECONDS: '1',
      TURN_USER_QUOTA: '3',
    });
    place = { protocol: 'udp', host: '127.0.0.1', port: coturn.port };
    await (await openClient(null)).bind();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((client) => client.close()));
  });
  afterAll(async () => {
    await coturn.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('it understands every line of its configuration', () => {
    expect(coturn.log()).toContain('Relay ports initialization done');
    expect(coturn.log()).not.toMatch(/bad configuration|unknown|deprecated|aborting|wrong address/i);
  });

  test('it relays from an IPv4 address of its range, and does not say what it is', async () => {
    const client = await openClient(goodCredential());
    const allocation = await client.allocate();
    expect(allocation).toMatchObject({ isGranted: true, relayed: { address: '127.0.0.1' } });
    const port = allocation.isGranted ? allocation.relayed.port : 0;
    expect(port).toBeGreaterThanOrEqual(49_152);
    expect(port).toBeLessThanOrEqual(49_999);
    expect(client.software()).toBeNull();
  });

  test.each(Object.entries(FORBIDDEN_IPV4))('it refuses a peer that is %s', async (_why, addresses) => {
    const client = await openClient(goodCredential());
    await client.allocate();
    for (const address of addresses) {
      expect([address, await client.createPermission(address)]).toEqual([address, 403]);
    }
  });

  test.each(Object.entries(FORBIDDEN_IPV6))('it refuses a peer of IPv6: %s', async (_why, addresses) => {
    const client = await openClient(goodCredential());
    await client.allocate();
    for (const address of addresses) {
      // 443, Peer Address Family Mismatch: a relay of IPv4 reaches no IPv6, whatever its deny list forgot.
      const answer = await client.createPermission(address);
      expect([address, answer === 443 || answer === 403]).toEqual([address, true]);
    }
  });

  test('it lets a caller talk to public addresses, up to the edge of each forbidden range', async () => {
    const client = await openClient(goodCredential());
    await client.allocate();
    for (const address of PUBLIC) {
      expect([address, await client.createPermission(address)]).toEqual([address, null]);
    }
  });

  test('it has no relay of IPv6 and none of TCP', async () => {
    const ipv6 = await openClient(goodCredential());
    expect(await ipv6.allocate({ family: 6 })).toEqual({ isGranted: false, errorCode: 440 });
    const tcp = await openClient(goodCredential(), { protocol: 'tcp' });
    expect(await tcp.allocate({ transport: 6 })).toMatchObject({ isGranted: false });
  });

  test.each<[string, () => TurnCredential | null]>([
    ['no credential', () => null],
    ['one that ran out a second ago', () => timeLimitedCredential(secret, 'a1b2c3', nowSeconds() - 1)],
    [
      'one made with another secret',
      () => timeLimitedCredential(randomBytes(32).toString('hex'), 'a1b2c3', nowSeconds() + 600),
    ],
    [
      'a longer life under an old signature',
      () => ({ ...goodCredential(), username: `${nowSeconds() + 86_400}:a1b2c3` }),
    ],
    [
      'another name under the signature',
      () => ({ ...goodCredential(), username: `${nowSeconds() + 600}:somebody` }),
    ],
    ['an empty password', () => ({ ...goodCredential(), credential: '' })],
  ])('it refuses %s', async (_what, credential) => {
    const client = await openClient(credential());
    expect(await client.allocate()).toEqual({ isGranted: false, errorCode: 401 });
  });

  test('one person has so many relays and no more, however fresh the credential', async () => {
    const answers: (number | null)[] = [];
    for (const more of [0, 1, 2, 3]) {
      const credential = timeLimitedCredential(secret, 'greedy', nowSeconds() + 600 + more);
      const allocation = await (await openClient(credential)).allocate();
      answers.push(allocation.isGranted ? null : allocation.errorCode);
    }
    expect(answers).toEqual([null, null, null, 486]);
    expect(await (await openClient(goodCredential())).allocate()).toMatchObject({ isGranted: true });
  });

  test.each(['tcp', 'tls'] as const)('it also takes callers over %s', async (protocol) => {
    const port = protocol === 'tls' ? coturn.tlsPort : coturn.port;
    const client = await openClient(goodCredential(), { protocol, port });
    expect(await client.allocate()).toMatchObject({ isGranted: true });
    expect(await client.createPermission('10.0.0.1')).toBe(403);
    expect(await client.createPermission('8.8.8.8')).toBeNull();
  });

  test('a new certificate is served without a restart', async () => {
    const shown = async (): Promise<string> => {
      const socket = connect({ host: '127.0.0.1', port: coturn.tlsPort, rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256;
    };
    const before = await shown();
    makeCertificate(folder, 'turn.example.org');
    await vi.waitFor(async () => expect(await shown()).not.toBe(before), { timeout: 8000, interval: 100 });
  });

  test('its health check says yes, and no for one that is not there', () => {
    const check = (runDir: string): void =>
      void execFileSync(join(import.meta.dirname, 'healthcheck.sh'), {
        env: { PATH: SYSTEM_PATH, TURN_RUN_DIR: runDir },
        stdio: 'pipe',
      });
    const runDir = /pid file created: (.+)\/turnserver\.pid/.exec(coturn.log())?.[1];
    expect(() => check(runDir ?? '')).not.toThrow();
    expect(() => check('/nowhere')).toThrow(/healthcheck/);
  });

  test('nothing that it wrote has the secret', () => {
    expect(coturn.log()).not.toContain(secret);
  });
});

describe.skipIf(findProgram('turnserver') === null || ownAddress === null)(
  'the relay of a machine whose public address is elsewhere (coturn)',
  () => {
    const publicAddress = '203.0.113.7';
    let coturn: RunningCoturn;
    let client: TurnClient;

    beforeAll(async () => {
      const own = ownAddress ?? '';
      coturn = await runCoturn({ TURN_SECRET: secret, TURN_EXTERNAL_IP: publicAddress, TURN_RELAY_IP: own });
      client = await openTurnClient({ protocol: 'udp', host: own, port: coturn.port }, goodCredential());
    });
    afterAll(async () => {
      await client.close();
      await coturn.stop();
    });

    test('names the public address, and lets two relayed callers reach each other there', async () => {
      expect(await client.allocate()).toMatchObject({ isGranted: true, relayed: { address: publicAddress } });
      expect(await client.createPermission(publicAddress)).toBeNull();
      expect(await client.createPermission('169.254.169.254')).toBe(403);
    });

    test('does without TLS when no certificate is given', () => {
      expect(coturn.log()).not.toMatch(/TLS listener opened|TLS cipher suite/);
    });
  },
);
