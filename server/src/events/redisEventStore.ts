import { AppError } from '../contract/errors.ts';
import type { Clock } from '../clock/Clock.ts';
import { repeat } from '../clock/repeat.ts';
import type { ServerEvent } from '../contract/index.ts';
import { createInsteadOf } from '../redis/createInsteadOf.ts';
import type { Redis } from '../redis/Redis.ts';
import { toEventId, toLogPlace } from './eventId.ts';
import type { EventReader, EventStore } from './EventStore.ts';
import { createOutbox } from './createOutbox.ts';
import { factOf } from './factOf.ts';
import { fromEntry, toEntry, type LogEntry } from './logEntry.ts';
import { createRedisEventReader, type RedisEventReader } from './redisEventReader.ts';
import { APPEND, APPEND_FACT, APPEND_ONCE, CLOSE, OPEN, READ, RENEW, RENEW_MS } from './redisEventScripts.ts';

/** How soon a renewal that failed is tried again. */
const TICK_MS = 500;
/** Logs in one renewal: a script should not hold Redis for longer than a millisecond or two. */
const RENEWED_AT_ONCE = 200;
const READ_AT_ONCE = 100;

interface EventStoreDeps {
  redis: Redis;
  clock: Clock;
  /** Makes a word that was never used: the epoch of a new log. */
  newEpoch: () => string;
  /** A device that is read here is handed this; it has not read it yet. */
  onEvent?(userId: string, deviceId: string, event: ServerEvent): void;
  onError: (error: unknown) => void;
}

interface OpenReader {
  userId: string;
  deviceId: string;
  /** Unlike any other reader's, on any server. */
  name: string;
  reader: RedisEventReader;
}

interface ReplaceableReader extends EventReader {
  /** Whether it has ended because the device has a newer one, here or on another server: then it must not open again. */
  readonly isReplaced: boolean;
}

export interface RedisEventStore extends EventStore {
  open(userId: string, deviceId: string, lastEventId: string | null): Promise<ReplaceableReader>;
  /** Whether the device is read on this server: then it is told even while Redis is away. */
  isHere(userId: string, deviceId: string): boolean;
  /** Ends the renewal of the logs; for the end of the process. */
  stop(): void;
}

/**
 * For many servers. A reader costs no connection and, while its events come, no question: what is added is handed to
 * the servers that have readers of that user, on the one connection of each that listens.
 *
 * While Redis is away, who is read here is told here at once, and the log is told when Redis is back. An id given out
 * meanwhile says which entries these were, so that nobody gets them again from the log, on whichever server he reads it.
 * @throws AppError BUSY when this server cannot begin to listen
 */
export async function createRedisEventStore(deps: EventStoreDeps): Promise<RedisEventStore> {
  const { redis } = deps;
  const { keys, serverId } = redis;
  const byName = new Map<string, OpenReader>();
  const byUser = new Map<string, Set<OpenReader>>();
  /** Names this server in tags and ids, which are short. */
  const word = serverId.slice(0, 8);
  const insteadOf = createInsteadOf();
  let lastTag = 0;
  let lastReader = 0;
  let ticksToRenewal = 0;

  const logKeys = (userId: string): [string, string] => [keys.log(userId), keys.logEntries(userId)];

  const callTo = (userId: string, entry: LogEntry) => ({
    keys: logKeys(userId),
    args: [fromEntry(entry), keys.toServerPrefix, userId],
  });

  const outbox = createOutbox(async (userId, entry) => {
    const { keys: ofLog, args } = callTo(userId, entry);
    await redis.run(APPEND_ONCE, { keys: ofLog, args: [...args, `"${entry.tag}"]`] });
  });

  /** False when a device that it is for is read elsewhere, if at all. */
  function tellHere(userId: string, { deviceId, event }: LogEntry, number: number): boolean {
    const readers = [...(byUser.get(userId) ?? [])];
    const meant = readers.filter((open) => deviceId === null || open.deviceId === deviceId);
    const told = meant.filter(({ reader }) => reader.tellEarly(event, word, number));
    return told.length > 0;
  }

  function add(open: OpenReader): void {
    const ofUser = byUser.get(open.userId) ?? new Set();
    byUser.set(open.userId, ofUser.add(open));
    byName.set(open.name, open);
  }

  function remove(open: OpenReader): void {
    byName.delete(open.name);
    const ofUser = byUser.get(open.userId);
    ofUser?.delete(open);
    if (ofUser?.size === 0) byUser.delete(open.userId);
    const call = { keys: [keys.log(open.userId)], args: [open.deviceId, open.name] };
    // A name that stays there is overwritten by the device's next reader, or goes with the log.
    redis.run(CLOSE, call).catch(() => {});
  }

  /** The log tells an older reader of the device too, but later, and here it may be told at once. */
  function endBefore(open: OpenReader): void {
    for (const other of byUser.get(open.userId) ?? []) {
      if (other === open) return;
      if (other.deviceId === open.deviceId) other.reader.replace();
    }
  }

  function onMessage(message: string): void {
    const [kind = '', first = '', epoch = '', number = ''] = message.split(' ', 4);
    if (kind === 'end') return byName.get(first)?.reader.replace();
    const readers = byUser.get(first);
    if (!readers) return;
    const entry = toEntry(message.slice([kind, first, epoch, number].join(' ').length + 1));
    for (const { reader } of readers) reader.announce({ epoch, number: Number(number), entry });
  }

  async function renew(): Promise<void> {
    await outbox.flush();
    if (ticksToRenewal-- > 0) return;
    ticksToRenewal = 0;
    const all = [...byName.values()];
    for (let start = 0; start < all.length; start += RENEWED_AT_ONCE) {
      const part = all.slice(start, start + RENEWED_AT_ONCE);
      const states = await redis.run(RENEW, {
        keys: part.flatMap(({ userId }) => logKeys(userId)),
        args: part.map(({ deviceId }) => deviceId),
      });
      for (const [index, { reader, name }] of part.entries()) {
        const state = states[index];
        if (!state) reader.end();
        else if (state[2] === name) reader.check(state[0], state[1]);
        else reader.replace();
      }
    }
    ticksToRenewal = RENEW_MS / TICK_MS;
  }

  await redis.listen(keys.toServer(serverId), onMessage);
  redis.onListeningAgain(() => (ticksToRenewal = 0));
  redis.onReturn(() => void outbox.flush().catch(deps.onError));
  const stop = repeat(deps.clock, { pauseMs: () => TICK_MS, run: renew, onError: deps.onError });

  return {
    stop,

    append(userId, deviceId, event) {
      const number = ++lastTag;
      const entry = { deviceId, event, tag: `${word}.${number}` };
      return insteadOf(
        userId,
        async () => {
          // What is told from here must come behind what was told before.
          if (outbox.has(userId)) throw new AppError('BUSY');
          const { keys: ofLog, args } = callTo(userId, entry);
          const fact = factOf(event);
          if (fact === null) await redis.run(APPEND, { keys: ofLog, args });
          else await redis.run(APPEND_FACT, { keys: ofLog, args: [...args, `,"${fact}",`] });
        },
        (refusal) => {
          if (outbox.isFull(userId) || !tellHere(userId, entry, number)) throw refusal;
          outbox.add(userId, entry);
        },
      );
    },

    isHere: (userId, deviceId) => [...(byUser.get(userId) ?? [])].some((open) => open.deviceId === deviceId),

    async open(userId, deviceId, lastEventId) {
      const name = `${serverId}/${++lastReader}`;
      const reader = createRedisEventReader({
        deviceId,
        read: (behind) => redis.run(READ, { keys: logKeys(userId), args: [behind, READ_AT_ONCE] }),
        onEnd: () => remove(open),
        onEvent: (event) => deps.onEvent?.(userId, deviceId, event),
        onError: deps.onError,
      });
      const open: OpenReader = { userId, deviceId, name, reader };
      // Before the log is asked, so that no message is missed in between.
      add(open);
      try {
        const args = [deps.newEpoch(), deviceId, name, keys.toServerPrefix];
        const [epoch, last, lost] = await redis.run(OPEN, { keys: logKeys(userId), args });
        const place = toLogPlace(lastEventId, epoch);
        const isResumed = place !== null && place.number >= lost && place.number <= last;
        const end = { number: last, told: null };
        endBefore(open);
        reader.begin(epoch, isResumed ? place : end);
        reader.check(epoch, last);
        return toEventReader(reader, isResumed, toEventId(epoch, end));
      } catch (error) {
        reader.end();
        throw error;
      }
    },
  };
}

function toEventReader(reader: RedisEventReader, isResumed: boolean, startId: string): ReplaceableReader {
  return {
    isResumed,
    startId,
    get isReplaced() {
      return reader.isReplaced();
    },
    next: () => reader.next(),
    close: () => reader.end(),
  };
}
