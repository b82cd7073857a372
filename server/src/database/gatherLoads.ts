import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

/** So long calls wait for the load before theirs; a database that hangs is not waited for twice. */
const PATIENCE_MS = 20;

/** Resolves when `work` has ended in whichever way, or when patience has. */
async function untilDone(work: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const waited = sleep(PATIENCE_MS, undefined, { signal: patience.signal });
  await Promise.race([Promise.allSettled([work]), waited]);
  patience.abort();
  await Promise.allSettled([waited]);
}

/**
 * Loads one value a call, with one statement for all calls of the same turn of the event loop, and for those that come
 * while the statement before is under way. When hundreds of phones come back at once, or all logins are checked, they
 * cost a few statements and not one each; a call by itself does not wait. When a statement fails, all its calls do.
 * @param loadMany gets each key once; a key that it does not answer has no value (null)
 */
export function gatherLoads<Value>(
  loadMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): (key: string) => Promise<Value | null> {
  let keys = new Set<string>();
  let gathering: Promise<ReadonlyMap<string, Value>> | null = null;
  let underWay: Promise<unknown> | null = null;

  async function loadGathered(): Promise<ReadonlyMap<string, Value>> {
    await turn();
    if (underWay !== null) await untilDone(underWay);
    const gathered = [...keys];
    keys = new Set();
    gathering = null;
    const load = loadMany(gathered);
    underWay = load;
    try {
      return await load;
    } finally {
      if (underWay === load) underWay = null;
    }
  }

  return async (key) => {
    keys.add(key);
    gathering ??= loadGathered();
    return (await gathering).get(key) ?? null;
  };
}
