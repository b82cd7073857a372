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
  readers: Map<string, Reader>;
  /** When the last reader went; only meaningful while there is none. */
  leftAt: number;
}

interface Reader {
  wake(): void;
  /** Ends it in favour of a newer one. */
  replace(): void;
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

      let seen = resumed ?? log.lastNumber;
      let hasEnded = false;
      let isReplaced = false;
      let waiting: ((event: StoredEvent | null) => void) | null = null;

      /** The entry behind `seen` that is for this device; undefined: none yet; null: it was dropped before it was read. */
      function take(): StoredEvent | null | undefined {
        const oldest = log.entries[0]?.number;
        if (oldest !== undefined && oldest > seen + 1) return null;
        while (seen < log.lastNumber) {
          const entry = log.entries[log.entries.length - (log.lastNumber - seen)];
          if (!entry) return null;
          seen = entry.number;
          if (entry.deviceId === null || entry.deviceId === deviceId) {
            return { id: `${log.epoch}:${seen}`, event: entry.event };
          }
        }
        return undefined;
      }

      const self: Reader = {
        wake() {
          if (!waiting) return;
          const event = take();
          if (event === undefined) return;
          const answer = waiting;
          waiting = null;
          answer(event);
        },
        replace() {
          isReplaced = true;
          end();
        },
      };

      function end(): void {
        hasEnded = true;
        if (log.readers.get(deviceId) === self) {
          log.readers.delete(deviceId);
          log.leftAt = clock.now();
        }
        waiting?.(null);
        waiting = null;
      }

      log.readers.set(deviceId, self);

      const reader: EventReader = {
        isResumed: resumed !== null,
        startId: `${log.epoch}:${log.lastNumber}`,
        get isReplaced() {
          return isReplaced;
        },
        next() {
          if (hasEnded) return Promise.resolve(null);
          const event = take();
          if (event !== undefined) return Promise.resolve(event);
          return new Promise((resolve) => {
            waiting = resolve;
          });
        },
        close: end,
      };
      return reader;
    },
  };
}
