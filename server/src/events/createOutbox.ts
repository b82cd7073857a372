import { isBusy } from '../redis/createInsteadOf.ts';
import type { LogEntry } from './logEntry.ts';

/** As many as a log keeps: whoever could still need an earlier one starts anew with a snapshot. */
const KEPT_PER_USER = 1_000;

/** Entries that logs have yet to be told, in order for each user. */
export interface Outbox {
  has(userId: string): boolean;
  isFull(userId: string): boolean;
  add(userId: string, entry: LogEntry): void;
  /** Hands on what it can; what is refused with BUSY stays for the next time. */
  flush(): Promise<void>;
}

/** @param send must do nothing when the entry is there already: it may be called again with the same */
export function createOutbox(send: (userId: string, entry: LogEntry) => Promise<void>): Outbox {
  const waiting = new Map<string, LogEntry[]>();
  let flushing: Promise<void> | null = null;

  async function flush(): Promise<void> {
    for (const [userId, entries] of waiting) {
      for (let first = entries[0]; first; first = entries[0]) {
        try {
          await send(userId, first);
        } catch (error) {
          if (isBusy(error)) return;
          throw error;
        }
        entries.shift();
      }
      waiting.delete(userId);
    }
  }

  return {
    has: (userId) => waiting.has(userId),
    isFull: (userId) => (waiting.get(userId)?.length ?? 0) >= KEPT_PER_USER,
    add(userId, entry) {
      const entries = waiting.get(userId);
      if (entries) entries.push(entry);
      else waiting.set(userId, [entry]);
    },
    flush: () => (flushing ??= flush().finally(() => (flushing = null))),
  };
}
