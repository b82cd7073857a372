import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright';
import { timeLimitedCredential } from '../../server/src/turn/timeLimitedCredential.ts';
import { expectToHearEachOther } from '../e2e/driveLearner.ts';
import { listenFromNow, longestSilence } from './lastSilence.ts';
import { endCall, setLabStage, startCall } from './labStage.ts';

/* What strangers, and learners who are not what they seem, try at a call. The call goes on meanwhile, and hears nothing of it. */

const stage = setLabStage({ spokenShare: 1 });
/** More than a busy machine swallows by itself; a restart, or a new peer, takes longer. */
const UNTOUCHED_MS = 700;

let stranger: { context: BrowserContext; page: Page };

/* The first case begins the call that the others are about, and the last one ends it. */

beforeAll(async () => {
  const { jasur, server } = stage();
  const context = await jasur.context.browser()?.newContext({ baseURL: server.origin });
  if (context === undefined) throw new Error('the browser has ended');
  stranger = { context, page: await context.newPage() };
  await stranger.page.goto('/');
  const registered = await call(stranger.page, 'auth.register', {
    username: 'begona',
    password: 'ipak yoʻlidagi karvon',
    displayName: 'Begona',
    currentBand: 6,
    targetBand: 7,
    birthYear: 2002,
  });
  if (registered !== 'OK') throw new Error(`the stranger could not register: ${registered}`);
});

afterAll(async () => {
  await stranger.context.close();
});

/** @returns `OK` or the code of the refusal */
async function call(page: Page, path: string, input: unknown): Promise<string> {
  return page.evaluate(
    async ([to, body]) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`/trpc/${to}`, { method: 'POST', headers, body: JSON.stringify(body) });
      const { error } = (await response.json()) as { error?: { data?: { appCode?: string; code?: string } } };
      return error === undefined ? 'OK' : (error.data?.appCode ?? error.data?.code ?? 'no code');
    },
    [path, input] as const,
  );
}

const sessionId = (): Promise<string> =>
  stage().madina.page.evaluate(() => window.tap.matched?.event.session.id ?? 'none');

/** Jasur hears Madina all the while, and what is done leaves his connection as it is. */
async function expectUntouched(attack: () => Promise<void>): Promise<void> {
  const { madina, jasur } = stage();
  await listenFromNow([jasur]);
  await attack();
  expect(await longestSilence(jasur)).toBeLessThan(UNTOUCHED_MS);
  expect(await jasur.page.evaluate(() => window.probe.peers.length)).toBe(1);
  await expectToHearEachOther(madina, jasur);
}

const aCandidate = (number: number) => ({
  type: 'ice_candidate',
  candidate: {
    candidate: `candidate:1 1 udp 2122260223 198.51.100.77 ${1_000 + number} typ host`,
    sdpMid: '0',
    sdpMLineIndex: 0,
  },
});

test('whoever is not in a session can do nothing in it, knowing its id', async () => {
  await startCall(stage());
  const id = await sessionId();
  await expectUntouched(async () => {
    const { page } = stranger;
    const attempts: [string, object][] = [
      ['session.signal', { sessionId: id, signals: [aCandidate(1)] }],
      ['session.connected', { sessionId: id, path: 'direct' }],
      ['session.chat', { sessionId: id, text: 'Salom', clientMessageId: randomUUID() }],
      ['session.end', { sessionId: id }],
    ];
    for (const [path, input] of attempts) {
      expect([path, await call(page, path, input)]).toEqual([path, 'NOT_IN_SESSION']);
    }
  });
});

test('a description with video is refused, and the partner never sees it', async () => {
  const { madina, jasur } = stage();
  const id = await sessionId();
  const sdp = await madina.page.evaluate(() => window.probe.peers.at(-1)?.localDescription?.sdp ?? '');
  const withVideo = `${sdp}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n`;
  await expectUntouched(async () => {
    const answer = await madina.page.evaluate(
      ([to, text]) =>
        window.tap.ask('session.signal', { sessionId: to, signals: [{ type: 'offer', sdp: text }] }),
      [id, withVideo] as const,
    );
    expect(answer).toEqual({ isGranted: false, code: 'WRONG_INPUT' });
  });
  const seen = await jasur.page.evaluate(() => JSON.stringify(window.tap.signals));
  expect(seen).not.toContain('m=video');
});

test('of a thousand candidates no more than sixty reach the partner', async () => {
  const { madina, jasur } = stage();
  const id = await sessionId();
  const batches = Array.from({ length: 50 }, (_, batch) =>
    Array.from({ length: 20 }, (__, index) => aCandidate(batch * 20 + index)),
  );
  await expectUntouched(async () => {
    const granted = await madina.page.evaluate(
      async ([to, all]) => {
        const answers = await Promise.all(
          all.map((signals) => window.tap.ask('session.signal', { sessionId: to, signals })),
        );
        return answers.filter(({ isGranted }) => isGranted).length;
      },
      [id, batches] as const,
    );
    expect(granted).toBeLessThanOrEqual(3);
  });
  const arrived = await jasur.page.evaluate(
    () => window.tap.signals.filter(({ signal }) => JSON.stringify(signal).includes('198.51.100.77')).length,
  );
  expect(arrived).toBeLessThanOrEqual(60);
});

test('the relay refuses a credential that has expired or was forged', async () => {
  const { relay } = stage();
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const secret = relay.settings.TURN_SECRET;
  const credentials = {
    good: timeLimitedCredential(secret, 'somebody', nowSeconds + 600),
    expired: timeLimitedCredential(secret, 'somebody', nowSeconds - 60),
    forged: timeLimitedCredential('a secret of somebody else’s making', 'somebody', nowSeconds + 600),
  };
  const urls = relay.settings.TURN_URLS.split(',');
  await expectUntouched(async () => {
    const gather = (iceServer: RTCIceServer): Promise<{ relays: number; errors: number[] }> =>
      stranger.page.evaluate(async (server) => {
        const peer = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' });
        const found = { relays: 0, errors: [] as number[] };
        peer.createDataChannel('any');
        peer.onicecandidate = ({ candidate }) => void (found.relays += candidate?.type === 'relay' ? 1 : 0);
        peer.onicecandidateerror = ({ errorCode }) => void found.errors.push(errorCode);
        await peer.setLocalDescription();
        while (peer.iceGatheringState !== 'complete') await new Promise((go) => setTimeout(go, 50));
        peer.close();
        return found;
      }, iceServer);
    expect(await gather({ urls, ...credentials.good })).toEqual({ relays: 3, errors: [] });
    for (const kind of ['expired', 'forged'] as const) {
      const { relays, errors } = await gather({ urls, ...credentials[kind] });
      expect([kind, relays, [...new Set(errors)]]).toEqual([kind, 0, [401]]);
    }
  });
  await endCall(stage());
});
