import type { KeyValueStore } from '../api/KeyValueStore.ts';

const KEY = 'suhbatdosh.data';
/** Half of the smallest step that is shown; writing more often would tell nobody more. */
const STEP_BYTES = 50_000;

/** Keeps over a reload how many bytes a call has cost, so that the count goes on. One call at a time. */
export interface DataLedger {
  /** 0 for a call that nothing is known of. */
  read(sessionId: string): number;
  /** @param bytes of the call so far */
  note(sessionId: string, bytes: number): void;
}

export function createDataLedger(tab: KeyValueStore): DataLedger {
  let written = { sessionId: '', bytes: 0 };
  return {
    read(sessionId) {
      const [keptId, bytes] = tab.get(KEY)?.split(' ') ?? [];
      return keptId === sessionId ? Number(bytes) || 0 : 0;
    },
    note(sessionId, bytes) {
      if (written.sessionId === sessionId && Math.abs(bytes - written.bytes) < STEP_BYTES) return;
      written = { sessionId, bytes };
      tab.set(KEY, `${sessionId} ${bytes}`);
    },
  };
}
