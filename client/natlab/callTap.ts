import type { ServerEvent, Signal } from '@suhbatdosh/server/contract';

/**
 * Runs in the page beside the probe (pageProbe.ts): writes down when things happened in a call, by the page's clock, and
 * what crossed the server. Changes nothing that the app could notice.
 */
interface CallTap {
  /** When the server told of the match, and what it told; the newest. */
  matched: { atMs: number; event: Extract<ServerEvent, { type: 'matched' }> } | null;
  /** What the server last had this page connect ahead of a match, and when it said so; null: nothing. */
  prepared: { atMs: number; sessionId: string } | null;
  /** All that crossed the server about calls, oldest first. */
  signals: { way: 'sent' | 'received'; signal: Signal }[];
  /** Spans without audible sound that have ended, and longer than a syllable's end; oldest first. */
  silences: { fromMs: number; untilMs: number }[];
  /** When sound was last heard; null: never. */
  loudAtMs: number | null;
  /** The first sound since the newest match. */
  firstSoundAtMs: number | null;
  /** How often the page has asked for the microphone. */
  microphoneAsked: number;
  /** A request to the server over the app's own socket. */
  ask(path: string, input: unknown): Promise<{ isGranted: boolean; code: string | null }>;
}

declare global {
  interface Window {
    tap: CallTap;
  }
}

export function installCallTap(): void {
  /** Above the hiss of comfort noise, below a voice that automatic gain has turned down. */
  const AUDIBLE_RMS = 0.01;
  const LISTEN_EVERY_MS = 5;
  /** The voices of the lab pause for 30 ms between syllables. */
  const SILENCE_MS = 200;

  const sockets: WebSocket[] = [];
  let asked = 1_000_000;
  const answers = new Map<number, (answer: Record<string, unknown>) => void>();
  const tap: CallTap = {
    matched: null,
    prepared: null,
    signals: [],
    silences: [],
    loudAtMs: null,
    firstSoundAtMs: null,
    microphoneAsked: 0,
    ask(path, input) {
      const id = ++asked;
      return new Promise((resolve) => {
        answers.set(id, ({ error }) => {
          const data = (error as { data?: { appCode?: string; code?: string } } | undefined)?.data;
          resolve({ isGranted: error === undefined, code: data?.appCode ?? data?.code ?? null });
        });
        sockets.at(-1)?.send(JSON.stringify({ id, method: 'mutation', params: { path, input } }));
      });
    },
  };
  Object.defineProperty(window, 'tap', { value: tap });

  const note = (way: 'sent' | 'received', signals: readonly Signal[]): void => {
    for (const signal of signals) tap.signals.push({ way, signal });
  };
  const receive = (message: Record<string, unknown>): void => {
    if (typeof message['id'] === 'number') answers.get(message['id'])?.(message);
    const result = message['result'] as { type?: string; data?: { data?: ServerEvent } } | undefined;
    const event = result?.type === 'data' ? result.data?.data : undefined;
    if (event?.type === 'signal') note('received', event.signals);
    if (event?.type === 'prepare') tap.prepared = { atMs: performance.now(), sessionId: event.sessionId };
    if (event?.type !== 'matched') return;
    tap.matched = { atMs: performance.now(), event };
    tap.firstSoundAtMs = null;
  };
  const send = (message: Record<string, unknown>): void => {
    const params = message['params'] as { path?: string; input?: { signals?: Signal[] } } | undefined;
    if (params?.path === 'session.signal') note('sent', params.input?.signals ?? []);
  };
  /** tRPC sends one message or a batch of them; PING and PONG are none. */
  const each = (data: unknown, take: (message: Record<string, unknown>) => void): void => {
    if (typeof data !== 'string' || !/^[[{]/.test(data)) return;
    const said: unknown = JSON.parse(data);
    for (const message of Array.isArray(said) ? said : [said]) take(message as Record<string, unknown>);
  };

  const RealSocket = window.WebSocket;
  window.WebSocket = class extends RealSocket {
    constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
      super(...parameters);
      sockets.push(this);
      this.addEventListener('message', ({ data }) => each(data, receive));
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      each(data, send);
      super.send(data);
    }
  };

  const realAsk = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
  if (realAsk !== undefined) {
    navigator.mediaDevices.getUserMedia = (constraints) => {
      tap.microphoneAsked += 1;
      return realAsk(constraints);
    };
  }

  const listen = (): void => {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 256;
    const samples = new Float32Array(analyser.fftSize);
    let listeningTo: MediaStream | null = null;
    let source: MediaStreamAudioSourceNode | null = null;
    setInterval(() => {
      const playing = window.probe.played.at(-1);
      if (playing === undefined || playing.element.paused || playing.element.srcObject !== playing.stream)
        return;
      if (playing.stream !== listeningTo) {
        source?.disconnect();
        listeningTo = playing.stream;
        source = context.createMediaStreamSource(playing.stream);
        source.connect(analyser);
      }
      analyser.getFloatTimeDomainData(samples);
      if (playing.element.muted || Math.hypot(...samples) / Math.sqrt(samples.length) < AUDIBLE_RMS) return;
      const nowMs = performance.now();
      if (tap.loudAtMs !== null && nowMs - tap.loudAtMs > SILENCE_MS) {
        tap.silences.push({ fromMs: tap.loudAtMs, untilMs: nowMs });
      }
      tap.loudAtMs = nowMs;
      tap.firstSoundAtMs ??= nowMs;
    }, LISTEN_EVERY_MS);
  };
  // A page may make sound only after its person has touched it.
  document.addEventListener('click', listen, { once: true, capture: true });
}
