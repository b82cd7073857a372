import { createClient, ErrorReply } from 'redis';
import { AppError } from '../contract/errors.ts';
import { clientOptions } from './clientOptions.ts';
import { createKeys } from './createKeys.ts';
import type { Redis } from './Redis.ts';
import { defineScript, LATE, type RedisScript } from './RedisScript.ts';

/** Change the number whenever servers of two versions could not read each other's values. */
const DEFAULT_TAG = 'suhbatdosh:1';

/** An operation is given up after this long; the rest of the second is for our own work. */
const DEFAULT_ANSWER_MS = 800;
/** Redis takes nothing on in the last part of that time: its answer would come too late. */
const TRAVEL_MS = 200;
const DEFAULT_OPEN_MS = 10_000;
const MEASURE_MS = 60_000;
const RETRY_AFTER_MS = 1_000;

/** Replies of a Redis that cannot serve just now (redis.io, "Redis serialization protocol": the first word is the kind). */
const PASSING_REPLIES = /^(BUSY|LOADING|OOM|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF) /;

const PING = defineScript<number>('return 1');

interface RedisOptions {
  /** `redis:`, `rediss:` or `unix:`. */
  url: string;
  serverId: string;
  random: () => number;
  /** Hears of broken connections; they are mended without it. */
  onError: (error: unknown) => void;
  tag?: string;
  /** How long an operation may take. */
  answerMs?: number;
  openMs?: number;
}

/** @throws AppError BUSY when there is no Redis that lets us in within `openMs` */
export async function openRedis(options: RedisOptions): Promise<Redis> {
  const { serverId, onError, answerMs = DEFAULT_ANSWER_MS } = options;
  const speaker = createClient(clientOptions(options.url, options.random));
  const listener = createClient(clientOptions(options.url, options.random));
  const listeningAgain: (() => void)[] = [];
  const returned: (() => void)[] = [];
  /** Scripts that the Redis at the other end of this connection has been told. */
  const told = new Set<string>();
  /** An answer is overdue: whatever is asked now would wait as long. Asking no more also lets the connection time out. */
  let isMute = false;
  /** Redis's clock, milliseconds since 1970, minus our monotonic one. */
  let clockGapMs = 0;
  let lastError: unknown;

  const noteError = (error: unknown): void => {
    lastError = error;
    onError(error);
  };
  speaker.on('error', noteError);
  listener.on('error', noteError);
  speaker.on('ready', () => {
    told.clear();
    isMute = false;
    measureClock().catch(noteError);
    for (const run of returned) run();
  });
  listener.on('ready', () => listeningAgain.forEach((run) => run()));

  const operationEnd = (): number => performance.now() + answerMs;

  async function measureClock(): Promise<void> {
    const before = performance.now();
    const [seconds, microseconds] = (await speaker.sendCommand(['TIME'])) as unknown as [string, string];
    const redisNow = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    clockGapMs = redisNow - (before + performance.now()) / 2;
  }

  /** The script's text goes once over each connection; by its name only, calls could overtake each other. */
  async function send(script: RedisScript<unknown>, parameters: string[]): Promise<unknown> {
    const isTold = told.has(script.sha);
    told.add(script.sha);
    if (!isTold) return speaker.sendCommand(['EVAL', script.source, ...parameters]);
    try {
      return await speaker.sendCommand(['EVALSHA', script.sha, ...parameters]);
    } catch (error) {
      // Somebody has typed SCRIPT FLUSH.
      if (!(error instanceof ErrorReply && error.message.startsWith('NOSCRIPT'))) throw error;
      return speaker.sendCommand(['EVAL', script.source, ...parameters]);
    }
  }

  function answerBy(until: number, answer: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        isMute = true;
        reject(busy());
      }, until - performance.now());
      const onAnswer = (settle: () => void, isFromRedis: boolean): void => {
        clearTimeout(timer);
        if (isFromRedis) isMute = false;
        settle();
      };
      answer.then(
        (reply) => onAnswer(() => resolve(reply), true),
        (error: unknown) => onAnswer(() => reject(toRefusal(error)), error instanceof ErrorReply),
      );
    });
  }

  function toRefusal(error: unknown): unknown {
    if (!(error instanceof ErrorReply)) return busy(error);
    if (error.message.startsWith(LATE)) {
      // Or the two clocks have moved apart.
      measureClock().catch(noteError);
      return busy(error);
    }
    return PASSING_REPLIES.test(error.message) ? busy(error) : error;
  }

  const measuring = setInterval(() => {
    if (speaker.isReady && !isMute) measureClock().catch(noteError);
  }, MEASURE_MS);
  measuring.unref();

  const redis: Redis = {
    serverId,
    keys: createKeys(options.tag ?? DEFAULT_TAG),
    operationEnd,

    async run(script, { keys, args = [], until = operationEnd() }) {
      if (isMute || !speaker.isReady || performance.now() >= until) throw busy();
      const acceptedUntil = Math.floor(until - TRAVEL_MS + clockGapMs);
      const parameters = [String(keys.length), ...keys, String(acceptedUntil), ...args.map(String)];
      return script.toReply(await answerBy(until, send(script, parameters)));
    },

    async listen(channel, onMessage) {
      await answerBy(operationEnd(), listener.subscribe(channel, onMessage));
    },
    onListeningAgain: (run) => void listeningAgain.push(run),

    onReturn: (run) => void returned.push(run),

    async ping() {
      await redis.run(PING, { keys: [] });
      if (!listener.isReady) throw busy();
    },

    close() {
      clearInterval(measuring);
      speaker.destroy();
      listener.destroy();
    },
  };

  const opening = Promise.all([speaker.connect(), listener.connect()]).then(measureClock);
  try {
    await within(options.openMs ?? DEFAULT_OPEN_MS, opening);
  } catch {
    redis.close();
    throw busy(lastError);
  }
  return redis;
}

function busy(cause?: unknown): AppError {
  return new AppError('BUSY', { retryAfterMs: RETRY_AFTER_MS, cause });
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), ms);
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
