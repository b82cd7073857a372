import type { IceServer } from '@suhbatdosh/server/contract';
import type { Clock } from '../api/Clock.ts';
import type { CheckResult } from './ConnectionCheck.ts';
import { judgeDirect } from './judgeDirect.ts';

/** Chromium asks a silent server for ten seconds; a call would not wait that long. */
const MIRROR_MS = 6_000;
/** A relay over TLS takes some round trips: a slow network must not be called a closed one. */
const RELAY_MS = 12_000;

export interface ProbeOptions {
  createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  clock: Clock;
  /** Aborted when the answer is no longer wanted. */
  signal: AbortSignal;
}

/** Asks servers outside how this device looks from there. */
export async function probeDirect(servers: IceServer[], options: ProbeOptions): Promise<CheckResult> {
  if (servers.length === 0) return { step: 'unavailable' };
  const { clock } = options;
  const pc = options.createPeerConnection({ iceServers: servers });
  const candidates: string[] = [];
  const startedAtMs = clock.now();
  let reflectedMs: number | null = null;
  let hasErrors = false;
  const gathered = new Promise<boolean>((resolve) => {
    pc.addEventListener('icecandidateerror', () => (hasErrors = true));
    pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null) resolve(true);
      else candidates.push(candidate.candidate);
      if (candidate?.type === 'srflx') reflectedMs ??= clock.now() - startedAtMs;
    });
  });
  pc.createDataChannel('check');
  await pc.setLocalDescription();
  const isComplete = await within(MIRROR_MS, gathered, options);
  pc.close();
  const verdict = judgeDirect({
    candidates: candidates.filter((line) => line !== ''),
    hasErrors,
    isComplete: isComplete === true,
  });
  return verdict === 'open' ? { step: 'ok', ms: reflectedMs } : { step: 'failed', why: 'closed' };
}

/** Two ends in this page that can reach each other through the relay only; a message goes there and back. */
export async function probeRelay(servers: IceServer[], options: ProbeOptions): Promise<CheckResult> {
  if (servers.length === 0) return { step: 'unavailable' };
  const ends = [0, 1].map(() =>
    options.createPeerConnection({ iceServers: servers, iceTransportPolicy: 'relay' }),
  );
  const [here, there] = ends;
  if (here === undefined || there === undefined) return { step: 'unavailable' };
  const answered = echo(here, there, options.clock);
  await join(here, there);
  const ms = await within(RELAY_MS, answered, options);
  for (const end of ends) end.close();
  return ms === null ? { step: 'failed', why: 'closed' } : { step: 'ok', ms };
}

async function join(here: RTCPeerConnection, there: RTCPeerConnection): Promise<void> {
  const pairs = [
    [here, there],
    [there, here],
  ] as const;
  for (const [from, to] of pairs) {
    from.addEventListener('icecandidate', ({ candidate }) => {
      // A candidate that comes as the check is closed is not wanted any more.
      if (candidate !== null) to.addIceCandidate(candidate).catch(() => {});
    });
  }
  const offer = await here.createOffer();
  // There first: its answer must wait for no candidate that came too early.
  await there.setRemoteDescription(offer);
  await here.setLocalDescription(offer);
  const answer = await there.createAnswer();
  await here.setRemoteDescription(answer);
  await there.setLocalDescription(answer);
}

/** @returns milliseconds there and back, from the second message: the first one may still open the way */
function echo(here: RTCPeerConnection, there: RTCPeerConnection, clock: Clock): Promise<number> {
  const settings = { negotiated: true, id: 0 };
  const asking = here.createDataChannel('check', settings);
  const answering = there.createDataChannel('check', settings);
  answering.addEventListener('message', () => answering.send('here'));
  return new Promise((resolve) => {
    let heard = 0;
    let sentAtMs = 0;
    const ask = (): void => {
      sentAtMs = clock.now();
      asking.send('there?');
    };
    asking.addEventListener('open', ask);
    asking.addEventListener('message', () => {
      heard += 1;
      if (heard === 1) ask();
      else resolve(clock.now() - sentAtMs);
    });
  });
}

/** @returns null when it took longer, or is no longer wanted */
function within<T>(ms: number, work: Promise<T>, { clock, signal }: ProbeOptions): Promise<T | null> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(null));
    const end = (value: T | null): void => {
      cancel();
      resolve(value);
    };
    signal.addEventListener('abort', () => end(null), { once: true });
    if (signal.aborted) end(null);
    void work.then(end, () => end(null));
  });
}
