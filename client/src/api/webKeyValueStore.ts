import type { KeyValueStore } from './KeyValueStore.ts';
import { createMemoryKeyValueStore } from './memoryKeyValueStore.ts';

/** @param open reading `window.localStorage` itself throws where cookies are blocked, hence a function */
export function createWebKeyValueStore(open: () => Storage): KeyValueStore {
  const memory = createMemoryKeyValueStore();
  const attempt = <T>(use: (storage: Storage) => T, otherwise: T): T => {
    try {
      return use(open());
    } catch {
      return otherwise;
    }
  };
  return {
    get: (key) => attempt((storage) => storage.getItem(key), null) ?? memory.get(key),
    set(key, value) {
      memory.set(key, value);
      const isKept = attempt((storage) => {
        storage.setItem(key, value);
        return true;
      }, false);
      // A full phone keeps nothing new; the old value, which it still has, must not come back in its place.
      if (!isKept) attempt((storage) => storage.removeItem(key), undefined);
    },
    remove(key) {
      memory.remove(key);
      attempt((storage) => storage.removeItem(key), undefined);
    },
  };
}
