import type { ServerEvent } from '../contract/index.ts';
import { isAmong, toEventId, type LogPlace, type ToldEarly } from './eventId.ts';
import type { EventReader, StoredEvent } from './EventStore.ts';
import { toEntry, type LogEntry } from './logEntry.ts';
import { EVENTS_KEPT, type LogPart } from './redisEventScripts.ts';

/** How much is kept here for a reader that does not take it; what comes beyond is read from the log when it does. */
const KEPT_HERE = 50;

/** What a message said: an entry of the user's log. */
interface Announced {
  epoch: string;
  number: number;
  entry: LogEntry;
}

interface ReaderDeps {
  deviceId: string;
  /** What comes behind this number; null: the log is gone. */
  read(behind: number): Promise<LogPart | null>;
  onEnd(): void;
  /** Something that is for this device, told in the order of the log. */
  onEvent(event: ServerEvent): void;
  onError: (error: unknown) => void;
}

/** A reader as its store sees it. */
export interface RedisEventReader {
  /** To be called once, when the log is known: reads on behind `place`. */
  begin(epoch: string, place: LogPlace): void;
  /**
   * Hands on what is not in the log yet but will come there under `number` of `server`. False: there is something
   * that must be told before.
   */
  tellEarly(event: ServerEvent, server: string, number: number): boolean;
  announce(announced: Announced): void;
  /** How far the log is, in case that a message was lost. */
  check(epoch: string, last: number): void;
  end(): void;
  /** Ends it because the device has a newer one. */
  replace(): void;
  isReplaced(): boolean;
  next: EventReader['next'];
}

/**
 * One device's place in a log. It is told of entries as they come; of whatever it was not told (it began late, a
 * message was lost, it was slow) it knows by the numbers and reads them.
 */
export function createRedisEventReader(deps: ReaderDeps): RedisEventReader {
  /** null: not begun. */
  let epoch: string | null = null;
  /** The last entry that was looked at, and the last that there is. */
  let seen = 0;
  let last = 0;
  let told: ToldEarly | null = null;
  let hasEnded = false;
  let isReplaced = false;
  let isReading = false;
  let waiting: ((event: StoredEvent | null) => void) | null = null;
  const early: Announced[] = [];
  /** For this device, not yet taken. */
  const kept: { number: number; event: StoredEvent }[] = [];

  function end(): void {
    if (hasEnded) return;
    hasEnded = true;
    kept.length = 0;
    waiting?.(null);
    waiting = null;
    deps.onEnd();
  }

  function look(number: number, { deviceId, event, tag }: LogEntry): void {
    seen = number;
    const isKnown = told !== null && isAmong(told, tag);
    if (tag !== null && tag === lastToldEarly()) told = null;
    if (isKnown || (deviceId !== null && deviceId !== deps.deviceId)) return;
    give(number, event);
  }

  const lastToldEarly = (): string | null => told && `${told.server}.${told.last}`;

  function give(number: number, event: ServerEvent): void {
    deps.onEvent(event);
    const stored = { id: toEventId(epoch ?? '', { number: seen, told }), event };
    if (!waiting) return void kept.push({ number, event: stored });
    const answer = waiting;
    waiting = null;
    answer(stored);
  }

  /** Notes how far the log is; ends a reader for which that is too far. */
  function noteLast(number: number): void {
    last = Math.max(last, number);
    const taken = kept[0] ? kept[0].number - 1 : seen;
    if (last - taken > EVENTS_KEPT) end();
  }

  async function readOn(): Promise<void> {
    if (isReading || hasEnded || seen >= last || kept.length > 0) return;
    isReading = true;
    try {
      const part = await deps.read(seen);
      if (hasEnded) return;
      if (!part || part[0] !== epoch || part[2] > seen) return end();
      noteLast(part[1]);
      for (const [streamId, [, entry]] of part[3]) {
        const number = Number.parseInt(streamId, 10);
        if (number > seen && entry !== undefined && !hasEnded) look(number, toEntry(entry));
      }
    } finally {
      isReading = false;
    }
    // Those were perhaps all for other devices.
    await readOn();
  }

  /** A failure is made good at the next announcement or check. */
  const readOnAlone = (): void => void readOn().catch(deps.onError);

  function announce(announced: Announced): void {
    if (hasEnded) return;
    if (epoch === null) return void early.push(announced);
    if (announced.epoch !== epoch) return end();
    const { number } = announced;
    if (number === seen + 1 && kept.length < KEPT_HERE && !isReading) look(number, announced.entry);
    noteLast(number);
    readOnAlone();
  }

  return {
    announce,
    end,
    replace() {
      isReplaced ||= !hasEnded;
      end();
    },
    isReplaced: () => isReplaced,
    begin(ofLog, place) {
      epoch = ofLog;
      seen = place.number;
      last = place.number;
      told = place.told;
      for (const announced of early.splice(0)) announce(announced);
    },
    tellEarly(event, server, number) {
      if (hasEnded || epoch === null || seen < last || (told !== null && told.server !== server))
        return false;
      told = { server, first: told?.first ?? number, last: number };
      give(seen + 1, event);
      return true;
    },
    check(ofLog, number) {
      if (hasEnded || epoch === null) return;
      if (ofLog !== epoch) return end();
      noteLast(number);
      readOnAlone();
    },
    next() {
      if (hasEnded) return Promise.resolve(null);
      const first = kept.shift();
      if (first) return Promise.resolve(first.event);
      return new Promise((resolve) => {
        waiting = resolve;
        readOnAlone();
      });
    },
  };
}
