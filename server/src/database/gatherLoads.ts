import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

/** Nobody notices it; of a herd that comes at a thousand a second it makes one statement of twenty-five. */
const PACE_MS = 25;

/**
 * Loads one value a call, with one statement for all calls of the same turn of the event loop, and for those that come
 * within some milliseconds of the statement before. When hundreds of phones come back at once, or all logins are
 * checked, they cost a few statements and not one each; a call by itself does not wait, and nobody waits for a database
 * that hangs on another's statement. When a statement fails, all its calls do.
 * @param loadMany gets each key once; a key that it does not answer has no value (null)
 */
export function gatherLoads<Value>(
  loadMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): (key: string) => Promise<Value | null> {
  let keys = new Set<string>();
  let gathering: Promise<ReadonlyMap<string, Value>> | null = null;
  let nextAt = 0;

  async function loadGathered(): Promise<ReadonlyMap<string, Value>> {
    await turn();
    const waitMs = nextAt - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    nextAt = performance.now() + PACE_MS;
    const gathered = [...keys];
    keys = new Set();
    gathering = null;
    return loadMany(gathered);
  }

  return async (key) => {
    keys.add(key);
    gathering ??= loadGathered();
    return (await gathering).get(key) ?? null;
  };
}
