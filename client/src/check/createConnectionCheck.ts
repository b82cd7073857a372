import { computed, signal } from '@preact/signals';
import type { IceServersOutput } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import { repeat } from '../api/repeat.ts';
import { toRefusal } from '../api/toRefusal.ts';
import { whenOnline } from '../api/whenOnline.ts';
import type { VoiceMeter } from '../call/createVoiceMeter.ts';
import type { Microphone } from '../call/Microphone.ts';
import { toLevel } from '../call/toLevel.ts';
import { CHECKS, RELAYS } from './ConnectionCheck.ts';
import type { CheckName, CheckResult, CheckResults, ConnectionCheck } from './ConnectionCheck.ts';
import { mirrors, relaysBy } from './iceUrls.ts';
import { probeDirect, probeRelay } from './probePaths.ts';
import type { ProbeOptions } from './probePaths.ts';

const LEVEL_EVERY_MS = 100;
/** Louder than a quiet room, for this many looks: a click on the table is no voice. */
const VOICE_LEVEL = 0.2;
const VOICE_LOOKS = 3;
const SILENT_AFTER_MS = 8_000;
const SERVER_MS = 6_000;
/** Credentials that run out sooner are not worth using again. */
const CREDENTIALS_LEFT_MS = 60_000;

interface CheckOptions {
  api: { turn: Api['turn']; queue: Pick<Api['queue'], 'status'> };
  connection: Pick<Connection, 'state' | 'clockOffsetMs'>;
  clock: Clock;
  /** One of its own: nobody else may close it, and it closes nobody else's. */
  microphone: Microphone;
  meter: VoiceMeter;
  createPeerConnection: ProbeOptions['createPeerConnection'];
}

type Paths = IceServersOutput['iceServers'] | Extract<CheckResult, { step: 'failed' }>;

const allChecking = (): CheckResults =>
  Object.fromEntries(CHECKS.map((name) => [name, { step: 'checking' }])) as unknown as CheckResults;

export function createConnectionCheck(options: CheckOptions): ConnectionCheck {
  const { api, connection, clock, microphone, meter } = options;
  const results = signal(allChecking());
  const level = signal(0);
  let running = new AbortController();
  let kept: IceServersOutput | null = null;

  const tell = (name: CheckName, result: CheckResult, { aborted }: AbortSignal): void => {
    if (!aborted) results.value = { ...results.peek(), [name]: result };
  };

  const listen = async (signal: AbortSignal): Promise<void> => {
    const trouble = await microphone.open();
    if (signal.aborted) return;
    if (trouble !== null) return tell('microphone', { step: 'failed', why: trouble }, signal);
    meter.follow(microphone.track.peek());
    let loudLooks = 0;
    const stopLooking = repeat(clock, LEVEL_EVERY_MS, () => {
      level.value = toLevel(meter.rms());
      loudLooks += level.peek() > VOICE_LEVEL ? 1 : 0;
      // It may also be heard later: the meter goes on.
      if (loudLooks === VOICE_LOOKS) tell('microphone', { step: 'ok', ms: null }, signal);
    });
    const stopWaiting = clock.after(SILENT_AFTER_MS, () => {
      if (loudLooks < VOICE_LOOKS) tell('microphone', { step: 'failed', why: 'silent' }, signal);
    });
    signal.addEventListener('abort', () => {
      stopLooking();
      stopWaiting();
    });
  };

  /** Over the WebSocket, as everything in a call. */
  const askServer = async (signal: AbortSignal): Promise<boolean> => {
    const isOnline = await becomesOnline(signal);
    try {
      if (!isOnline) throw new TypeError('not online');
      const askedAtMs = clock.now();
      await api.queue.status();
      tell('server', { step: 'ok', ms: clock.now() - askedAtMs }, signal);
      return true;
    } catch {
      tell('server', { step: 'failed', why: 'unreachable' }, signal);
      return false;
    }
  };

  const becomesOnline = (signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      let stop = (): void => {};
      const end = (isOnline: boolean): void => {
        cancel();
        stop();
        resolve(isOnline);
      };
      const cancel = clock.after(SERVER_MS, () => end(false));
      signal.addEventListener('abort', () => end(false), { once: true });
      stop = whenOnline(connection.state, () => end(true));
    });

  /** Asked for as seldom as possible: the server gives them to a check six times an hour. */
  const findPaths = async (): Promise<Paths> => {
    const serverNowMs = clock.now() + connection.clockOffsetMs.peek();
    if (kept !== null && Date.parse(kept.expiresAt) - serverNowMs > CREDENTIALS_LEFT_MS)
      return kept.iceServers;
    try {
      kept = await api.turn.iceServers();
      return kept.iceServers;
    } catch (error) {
      const { code, retryAfterMs } = toRefusal(error);
      return code === 'TOO_MANY_REQUESTS'
        ? { step: 'failed', why: 'too_many', retryAfterMs }
        : { step: 'failed', why: 'unreachable' };
    }
  };

  const tryPaths = async (signal: AbortSignal): Promise<void> => {
    const isServerThere = await askServer(signal);
    if (signal.aborted) return;
    const paths: Paths = isServerThere ? await findPaths() : { step: 'failed', why: 'unreachable' };
    if ('step' in paths) {
      for (const name of ['direct', ...RELAYS] as const) tell(name, paths, signal);
      return;
    }
    const probe: ProbeOptions = { createPeerConnection: options.createPeerConnection, clock, signal };
    const report = async (name: CheckName, work: Promise<CheckResult>): Promise<void> =>
      tell(name, await work.catch((): CheckResult => ({ step: 'failed', why: 'closed' })), signal);
    await Promise.all([
      report('direct', probeDirect(mirrors(paths), probe)),
      ...RELAYS.map((name) => report(name, probeRelay(relaysBy(name, paths), probe))),
    ]);
  };

  const stop = (): void => {
    running.abort();
    microphone.close();
    meter.follow(null);
    level.value = 0;
  };

  return {
    results: computed(() => results.value),
    level: computed(() => level.value),
    run() {
      stop();
      running = new AbortController();
      results.value = allChecking();
      void listen(running.signal);
      void tryPaths(running.signal);
    },
    stop,
  };
}
