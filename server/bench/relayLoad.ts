import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchUser } from './benchUser.ts';
import { framesPerOffer, markersIn, type PayloadSize, signalFrame } from './frames.ts';
import type { LoadCommand, LoadResult } from './loadCommands.ts';

/** So long after the last message was sent it counts as lost. */
const LOST_AFTER_MS = 5000;
const UNDER_WAY_PER_SOCKET = 2;

type Relay = Extract<LoadCommand, { type: 'open_loop' | 'closed_loop' }>;

/** One measured phase: who sent what and when, and when it came. */
class RelayRun {
  readonly #users: readonly BenchUser[];
  readonly #size: PayloadSize;
  readonly #dueAt: Float64Array;
  readonly #delays: number[] = [];
  readonly #refusals: Record<string, number> = {};
  #sent = 0;
  #lastArrivalAt = 0;
  #onArrival: (senderIndex: number) => void = () => {};
  readonly #senders: Int32Array;

  constructor(users: readonly BenchUser[], size: PayloadSize, messages: number) {
    this.#users = users;
    this.#size = size;
    this.#dueAt = new Float64Array(messages);
    this.#senders = new Int32Array(messages);
  }

  listen(onArrival: (senderIndex: number) => void): () => void {
    this.#onArrival = onArrival;
    const looks = this.#users.map((user) => {
      const look = (data: Buffer): void => this.#arrive(data.toString('latin1'));
      user.socket.on('message', look);
      return () => user.socket.off('message', look);
    });
    return () => looks.forEach((stop) => stop());
  }

  #arrive(frame: string): void {
    const now = performance.now();
    const markers = markersIn(frame);
    for (const marker of markers) {
      this.#delays.push(now - (this.#dueAt[marker] ?? now));
      this.#lastArrivalAt = now;
      this.#onArrival(this.#senders[marker] ?? 0);
    }
    if (markers.length === 0 && frame.includes('"error":')) this.#refuse(frame);
  }

  #refuse(frame: string): void {
    const code = /"(?:appCode|code)":"(\w+)"/.exec(frame)?.[1] ?? 'unknown';
    this.#refusals[code] = (this.#refusals[code] ?? 0) + 1;
  }

  get sent(): number {
    return this.#sent;
  }

  get received(): number {
    return this.#delays.length;
  }

  send(user: BenchUser, dueAt: number): void {
    const marker = this.#sent++;
    this.#dueAt[marker] = dueAt;
    this.#senders[marker] = this.#users.indexOf(user);
    const withOffer = user.sentSinceOffer >= framesPerOffer(this.#size);
    user.sentSinceOffer = withOffer ? 0 : user.sentSinceOffer + 1;
    const { sessionId } = user;
    user.socket.send(signalFrame({ id: user.nextId++, sessionId, marker, size: this.#size, withOffer }));
  }

  /** Until everything has come, or nothing has for long enough. */
  async settle(): Promise<void> {
    const sentAt = performance.now();
    while (this.received < this.#sent) {
      if (performance.now() - Math.max(sentAt, this.#lastArrivalAt) > LOST_AFTER_MS) return;
      await sleep(5);
    }
  }

  result(beganAt: number): LoadResult {
    const sorted = this.#delays.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    return {
      sent: this.#sent,
      received: this.received,
      seconds: (this.#lastArrivalAt - beganAt) / 1000,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      refusals: this.#refusals,
    };
  }
}

/** Sends `command.messages` from all users in turn, and says what arrived. */
export async function relayLoad(users: readonly BenchUser[], command: Relay): Promise<LoadResult> {
  const run = new RelayRun(users, command.size, command.messages);
  const beganAt = performance.now();
  const stop = run.listen((senderIndex) => {
    const sender = users[senderIndex];
    if (command.type === 'closed_loop' && sender !== undefined && run.sent < command.messages) {
      run.send(sender, performance.now());
    }
  });
  if (command.type === 'closed_loop') {
    for (let round = 0; round < UNDER_WAY_PER_SOCKET; round++) {
      for (const user of users) run.send(user, performance.now());
    }
  } else {
    for (let index = 0; index < command.messages; index++) {
      const dueAt = beganAt + (index * 1000) / command.perSecond;
      const wait = dueAt - performance.now();
      if (wait > 0) await sleep(Math.ceil(wait));
      const user = users[index % users.length];
      if (user !== undefined) run.send(user, dueAt);
    }
  }
  while (command.type === 'closed_loop' && run.sent < command.messages) {
    const before = run.received;
    await sleep(LOST_AFTER_MS / 50);
    if (run.received === before) await run.settle();
    if (run.received === before) break;
  }
  await run.settle();
  stop();
  return run.result(beganAt);
}
