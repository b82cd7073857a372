import type { KeyValueStore } from './KeyValueStore.ts';

const KEY = 'suhbatdosh.place';

/**
 * Remembers over a reload that it is this tab that waits or talks. A snapshot tells of the user, who may have the app
 * open twice: a tab that merely looks on must not take the call from the one that has it.
 */
export interface TabPlace {
  isMine(): boolean;
  take(): void;
  leave(): void;
}

/** @param deviceId a duplicated tab has copied the note but not the id, so the note is not its own */
export function createTabPlace(tab: KeyValueStore, deviceId: () => string): TabPlace {
  return {
    isMine: () => tab.get(KEY) === deviceId(),
    take: () => tab.set(KEY, deviceId()),
    leave: () => tab.remove(KEY),
  };
}
