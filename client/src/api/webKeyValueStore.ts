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
      attempt((storage) => storage.setItem(key, value), undefined);
    },
    remove(key) {
      memory.remove(key);
      attempt((storage) => storage.removeItem(key), undefined);
    },
  };
}
