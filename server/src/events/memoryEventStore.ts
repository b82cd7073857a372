import type { Clock } from '../clock/Clock.ts';
import type { ServerEvent } from '../contract/index.ts';
import { WAITS } from '../contract/limits.ts';
import type { EventReader, EventStore, StoredEvent } from './EventStore.ts';
import { factOf } from './factOf.ts';

/** More than a learner gets in a minute under the limits of signals and chat; a reader further behind gets a snapshot. */
const EVENTS_KEPT = 1_000;
const SWEEP_MS = 10_000;

interface Entry {
  number: number;
  addedAt: number;
  /** null: for every device. */
  deviceId: string | null;
  event: ServerEvent;
}

interface Log {
  /** Unlike any other log's, also of an earlier process. */
  epoch: string;
  lastNumber: number;
  entries: Entry[];
  readers: Map<string, MemoryEventReader>;
  /** When the last reader went; only meaningful while there is none. */
  leftAt: number;
}

interface MemoryEventStoreDeps {
  clock: Clock;
  /** A word that no other process uses. */
  epoch: string;
}

/** For one process. */
export function createMemoryEventStore({ clock, epoch }: MemoryEventStoreDeps): EventStore {
  const logs = new Map<string, Log>();
  let logsMade = 0;

  function openLog(userId: string): Log {
    const known = logs.get(userId);
    if (known) return known;
    const log: Log = {
      epoch: `${epoch}.${(++logsMade).toString(36)}`,
      lastNumber: 0,
      entries: [],
      readers: new Map(),
      leftAt: clock.now(),
    };
    logs.set(userId, log);
    return log;
  }

  function sweep(): void {
    const keepFrom = clock.now() - WAITS.eventRetentionMs;
    for (const [userId, log] of logs) {
      const firstKept = log.entries.findIndex((entry) => entry.addedAt >= keepFrom);
      if (firstKept !== 0) log.entries.splice(0, firstKept < 0 ? log.entries.length : firstKept);
      if (log.readers.size === 0 && log.leftAt < keepFrom) logs.delete(userId);
    }
    clock.after(SWEEP_MS, sweep);
  }
  clock.after(SWEEP_MS, sweep);

  /** The number behind which to go on, or null when events in between are gone or the id is not of this log. */
  function resumeFrom(log: Log, lastEventId: string | null): number | null {
    const number = Number(lastEventId?.split(':')[1]);
    if (lastEventId !== `${log.epoch}:${number}`) return null;
    const oldest = log.entries[0]?.number ?? log.lastNumber + 1;
    return number <= log.lastNumber && number >= oldest - 1 ? number : null;
  }

  return {
    async append(userId, deviceId, event) {
      const log = logs.get(userId);
      if (!log) return;
      const fact = factOf(event);
      if (fact !== null && log.entries.some((entry) => factOf(entry.event) === fact)) return;
      log.entries.push({ number: ++log.lastNumber, addedAt: clock.now(), deviceId, event });
      if (log.entries.length > EVENTS_KEPT) log.entries.shift();
      for (const reader of log.readers.values()) reader.wake();
    },

    async open(userId, deviceId, lastEventId) {
      const log = openLog(userId);
      const resumed = resumeFrom(log, lastEventId);
      log.readers.get(deviceId)?.replace();

      const reader = new MemoryEventReader({ log, deviceId, resumed, clock });
      log.readers.set(deviceId, reader);
      return reader;
    },
  };
}

interface ReaderOptions {
  log: Log;
  deviceId: string;
  /** The number of the last event that the device has; null: it starts over. */
  resumed: number | null;
  clock: Clock;
}

/** A class: every device that is here has one. */
class MemoryEventReader implements EventReader {
  readonly isResumed: boolean;
  readonly startId: string;
  isReplaced = false;
  readonly #log: Log;
  readonly #deviceId: string;
  readonly #clock: Clock;
  #seen: number;
  #hasEnded = false;
  #waiting: ((event: StoredEvent | null) => void) | null = null;

  constructor({ log, deviceId, resumed, clock }: ReaderOptions) {
    this.isResumed = resumed !== null;
    this.startId = `${log.epoch}:${log.lastNumber}`;
    this.#log = log;
    this.#deviceId = deviceId;
    this.#clock = clock;
    this.#seen = resumed ?? log.lastNumber;
  }

  next(): Promise<StoredEvent | null> {
    if (this.#hasEnded) return Promise.resolve(null);
    const event = this.#take();
    if (event !== undefined) return Promise.resolve(event);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  /** Something has been added to the log. */
  wake(): void {
    if (!this.#waiting) return;
    const event = this.#take();
    if (event !== undefined) this.#answer(event);
  }

  /** Ends it in favour of a newer one. */
  replace(): void {
    this.isReplaced = true;
    this.close();
  }

  close(): void {
    const { readers } = this.#log;
    this.#hasEnded = true;
    if (readers.get(this.#deviceId) === this) {
      readers.delete(this.#deviceId);
      this.#log.leftAt = this.#clock.now();
    }
    this.#answer(null);
  }

  #answer(event: StoredEvent | null): void {
    const answer = this.#waiting;
    this.#waiting = null;
    answer?.(event);
  }

  /** The entry behind `#seen` that is for this device; undefined: none yet; null: it was dropped before it was read. */
  #take(): StoredEvent | null | undefined {
    const { entries, lastNumber, epoch } = this.#log;
    const oldest = entries[0]?.number;
    if (oldest !== undefined && oldest > this.#seen + 1) return null;
    while (this.#seen < lastNumber) {
      const entry = entries[entries.length - (lastNumber - this.#seen)];
      if (!entry) return null;
      this.#seen = entry.number;
      if (entry.deviceId === null || entry.deviceId === this.#deviceId) {
        return { id: `${epoch}:${this.#seen}`, event: entry.event };
      }
    }
    return undefined;
  }
}
