import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram, makeCertificate, runCoturn, type RunningCoturn } from '../../coturn/runCoturn.ts';
import { enCheckWords } from '../src/check/enCheckWords.ts';
import { setStage } from './stage.ts';

/** An address of this machine that the relay may lead to: it refuses private ones, its own too. */
const ownAddress =
  Object.values(networkInterfaces())
    .flat()
    .find(
      (entry) =>
        entry?.family === 'IPv4' &&
        !entry.internal &&
        !/^(10|127|169\.254|192\.168|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|172\.(1[6-9]|2\d|3[01]))\./.test(
          entry.address,
        ),
    )?.address ?? null;

const stage = setStage();

describe.skipIf(findProgram('turnserver') === null || ownAddress === null)('the connection check', () => {
  const secret = randomBytes(32).toString('hex');
  const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-check-certificate-'));
  let coturn: RunningCoturn;

  beforeAll(async () => {
    const address = ownAddress ?? '';
    const { cert, key } = makeCertificate(folder, 'turn.example.org');
    coturn = await runCoturn({
      TURN_SECRET: secret,
      TURN_EXTERNAL_IP: address,
      TURN_CERT: cert,
      TURN_KEY: key,
    });
    await stage.server().goAway();
    await stage.server().comeBack({
      TURN_SECRET: secret,
      TURN_URLS: [
        `turn:${address}:${coturn.port}?transport=udp`,
        `turn:${address}:${coturn.port}?transport=tcp`,
        `turns:${address}:${coturn.tlsPort}?transport=tcp`,
      ].join(','),
    });
  });
  afterAll(async () => {
    await coturn.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('hears the microphone, and gets through a real relay by UDP, TCP and TLS', async () => {
    const jasur = await stage.enter('Jasur', {
      voice: 'high',
      locale: 'en',
      // The relay's certificate is our own.
      browserFlags: ['--ignore-certificate-errors'],
    });
    await jasur.register();
    await jasur.page.goto('/check');
    const { microphone, server, direct, relay_udp, relay_tcp, relay_tls } = enCheckWords;
    for (const words of [microphone.ok, server.ok, direct.ok, relay_udp.ok, relay_tcp.ok, relay_tls.ok]) {
      await jasur.page.getByText(words, { exact: true }).waitFor();
    }
    expect(await jasur.page.evaluate(() => window.probe.peers.map((peer) => peer.connectionState))).toEqual(
      Array(7).fill('closed'),
    );
  });

  test('without the relay the ways through it are closed, and what to do is said', async () => {
    const jasur = await stage.enter('Jasur', { voice: 'high', locale: 'en' });
    await jasur.register();
    await coturn.stop();
    await jasur.page.goto('/check');
    for (const way of ['relay_udp', 'relay_tcp', 'relay_tls'] as const) {
      await jasur.page.getByText(enCheckWords[way].closed, { exact: true }).waitFor();
    }
    await jasur.page.getByText(enCheckWords.advice.otherNetwork).first().waitFor();
  });
});
