import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeRelay } from '../server/src/cli/doctor/judgeRelay.ts';
import { tryRelay } from '../server/src/cli/doctor/tryRelay.ts';
import { findProgram, makeCertificate, runCoturn, type RunningCoturn } from './runCoturn.ts';

/** What `suhbatdosh turn-test` and `doctor` say of a relay, with the real one. */
describe.skipIf(findProgram('turnserver') === null)('a relay that an operator tries (coturn)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-turn-test-'));
  const secret = randomBytes(32).toString('hex');
  let coturn: RunningCoturn;
  beforeAll(async () => {
    const { cert, key } = makeCertificate(folder, 'turn.example.org');
    coturn = await runCoturn({ TURN_SECRET: secret, TURN_CERT: cert, TURN_KEY: key });
    await tryRelay(`turn:127.0.0.1:${coturn.port}`, secret, { now: Date.now() });
  });
  afterAll(async () => {
    await coturn.stop();
    rmSync(folder, { recursive: true });
  });

  const trial = (url: string, options: { word?: string; now?: number; checksCertificate?: boolean } = {}) =>
    tryRelay(url, options.word ?? secret, { now: Date.now(), ...options });

  test.each(['udp', 'tcp'])('relays over %s, and not into private networks', async (transport) => {
    const seen = await trial(`turn:127.0.0.1:${coturn.port}?transport=${transport}`);
    expect(seen).toMatchObject({
      outcome: 'relayed',
      relayed: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      seenAs: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      isOpenInside: false,
    });
    expect(judgeRelay(seen).level).toBe('ok');
  });

  test('with a certificate of its own is refused over TLS, as a browser would, unless told not to look', async () => {
    const url = `turns:127.0.0.1:${coturn.tlsPort}`;
    const strict = await trial(url);
    expect(strict).toMatchObject({ outcome: 'unreachable' });
    expect(judgeRelay(strict).todo).toContain('certificate');
    expect(await trial(url, { checksCertificate: false })).toMatchObject({ outcome: 'relayed' });
  });

  test('says no to another secret, and to a clock that is hours behind', async () => {
    const url = `turn:127.0.0.1:${coturn.port}`;
    for (const options of [{ word: 'x'.repeat(32) }, { now: Date.now() - 7_200_000 }]) {
      const seen = await trial(url, options);
      expect(seen).toMatchObject({ outcome: 'refused', errorCode: 401 });
      expect(judgeRelay(seen).todo).toContain('clocks');
    }
  });

  test('that is not there is unreachable, and nothing waits for ever', async () => {
    for (const url of ['turn:127.0.0.1:9?transport=tcp', 'turn:no.such.name.invalid?transport=tcp']) {
      expect(await trial(url)).toMatchObject({ outcome: 'unreachable' });
    }
    expect(await trial('turn:127.0.0.1:9')).toMatchObject({
      outcome: 'unreachable',
      why: expect.stringContaining('no answer'),
    });
  });
});
