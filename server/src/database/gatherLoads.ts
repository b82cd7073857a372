/**
 * Loads one value a call, with one statement for all calls of the same turn of the event loop: when hundreds of phones
 * come back at once, or all logins are checked, they cost a few statements and not one each. When the statement fails,
 * all its calls do.
 * @param loadMany gets each key once; a key that it does not answer has no value (null)
 */
export function gatherLoads<Value>(
  loadMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): (key: string) => Promise<Value | null> {
  let keys = new Set<string>();
  let loading: Promise<ReadonlyMap<string, Value>> | null = null;

  async function loadGathered(): Promise<ReadonlyMap<string, Value>> {
    await new Promise((resolve) => setImmediate(resolve));
    const gathered = [...keys];
    keys = new Set();
    loading = null;
    return loadMany(gathered);
  }

  return async (key) => {
    keys.add(key);
    loading ??= loadGathered();
    return (await loading).get(key) ?? null;
  };
}
