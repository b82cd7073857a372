import type { Clock } from './Clock.ts';
import type { Connection } from './Connection.ts';
import type { Refusal } from './Refusal.ts';
import { toRefusal } from './toRefusal.ts';
import { whenOnline } from './whenOnline.ts';

/** tRPC puts what is sent in one tick into one message, and the server takes 20 calls and 64 KiB in one. */
const AT_ONCE_MAX = 6;
const PAUSE_MS = 250;
const BUSY_PAUSE_MS = 1_000;
/** For faults of the server: a restart of a store may cure them, a bug in it will not. */
const FAULTS_MAX = 3;

export interface Outbox<Item> {
  push(item: Item): void;
  /** Forgets what has not been acknowledged; answers that still come are ignored. */
  clear(): void;
}

interface OutboxOptions<Item> {
  /** Must be safe to repeat: an item whose answer was lost is sent again. */
  send: (item: Item) => Promise<unknown>;
  onRefused: (item: Item, refusal: Refusal) => void;
  connection: Pick<Connection, 'state'>;
  clock: Clock;
}

interface Entry<Item> {
  item: Item;
  isUnderWay: boolean;
  faults: number;
}

/**
 * Sends in order and again after a cut, until each item is acknowledged or refused. tRPC itself fails what was under way
 * on a lost socket. Sends on without waiting for answers (the socket keeps their order); after a failure it waits
 * for all that is under way and goes on from the first item that is not acknowledged.
 */
export function createOutbox<Item>(options: OutboxOptions<Item>): Outbox<Item> {
  const { clock, connection } = options;
  let entries: Entry<Item>[] = [];
  let isPaused = false;
  let stopWaiting = (): void => {};

  const resumeIn = (ms: number): void => {
    stopWaiting();
    const cancelPause = clock.after(ms, () => {
      stopWaiting = whenOnline(connection.state, () => {
        isPaused = false;
        pump();
      });
    });
    stopWaiting = cancelPause;
  };

  const pauseFor = (refusal: Refusal, entry: Entry<Item>): number | null => {
    switch (refusal.code) {
      case 'OFFLINE':
        return PAUSE_MS;
      case 'TOO_MANY_REQUESTS':
      case 'BUSY':
      case 'DATABASE_UNAVAILABLE':
      case 'SHUTTING_DOWN':
        return refusal.retryAfterMs ?? BUSY_PAUSE_MS;
      case 'UNEXPECTED':
        entry.faults += 1;
        return entry.faults < FAULTS_MAX ? BUSY_PAUSE_MS : null;
      default:
        return null;
    }
  };

  const fail = (entry: Entry<Item>, error: unknown): void => {
    if (!entries.includes(entry)) return;
    const refusal = toRefusal(error);
    const pauseMs = pauseFor(refusal, entry);
    if (pauseMs === null) {
      entries = entries.filter((other) => other !== entry);
      options.onRefused(entry.item, refusal);
      return;
    }
    entry.isUnderWay = false;
    isPaused = true;
    resumeIn(pauseMs);
  };

  const pump = (): void => {
    for (const entry of entries.slice(0, AT_ONCE_MAX)) {
      if (isPaused || entry.isUnderWay) continue;
      entry.isUnderWay = true;
      options.send(entry.item).then(
        () => {
          entries = entries.filter((other) => other !== entry);
          pump();
        },
        (error: unknown) => fail(entry, error),
      );
    }
  };

  return {
    push(item) {
      entries.push({ item, isUnderWay: false, faults: 0 });
      if (isPaused) return;
      if (connection.state.peek() === 'online') {
        pump();
      } else {
        isPaused = true;
        resumeIn(0);
      }
    },
    clear() {
      entries = [];
      isPaused = false;
      stopWaiting();
    },
  };
}
