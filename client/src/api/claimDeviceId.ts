import type { Clock } from './Clock.ts';
import type { KeyValueStore } from './KeyValueStore.ts';

const KEY = 'suhbatdosh.device';
/** After a reload the old page may hold its lock for a moment longer; another tab holds it for good. */
const LOCK_WITHIN_MS = 500;

export interface TabLocks {
  /** Resolves to true once the name is this tab's, for as long as the tab lives; to false when `signal` aborts first. */
  hold(name: string, signal: AbortSignal): Promise<boolean>;
}

interface ClaimOptions {
  tab: KeyValueStore;
  /** Null in browsers without Web Locks (before 2022): there a duplicated tab shares its id, and the later stream ends the earlier. */
  locks: TabLocks | null;
  clock: Clock;
  newId: () => string;
}

/**
 * This tab's id, kept over reloads. "Duplicate tab" copies the session storage and so the id:
 * whoever cannot hold the lock of that name is the copy and takes a new id.
 */
export async function claimDeviceId({ tab, locks, clock, newId }: ClaimOptions): Promise<string> {
  const kept = tab.get(KEY);
  if (kept !== null && (locks === null || (await holdInTime(kept, locks, clock)))) return kept;
  const id = newId();
  tab.set(KEY, id);
  if (locks !== null) await holdInTime(id, locks, clock);
  return id;
}

async function holdInTime(id: string, locks: TabLocks, clock: Clock): Promise<boolean> {
  const abort = new AbortController();
  const cancel = clock.after(LOCK_WITHIN_MS, () => abort.abort());
  const isHeld = await locks.hold(`${KEY}.${id}`, abort.signal);
  cancel();
  return isHeld;
}
