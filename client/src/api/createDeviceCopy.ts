import type { KeyValueStore } from './KeyValueStore.ts';
import { CLIENT_PROTOCOL } from './protocol.ts';

/** The last state of a list, kept on the device so that it can be looked at without a network. */
export interface DeviceCopy<Item> {
  /** null: nothing is kept, or it is another learner's. */
  read(): readonly Item[] | null;
  write(items: readonly Item[]): void;
  remove(): void;
}

interface DeviceCopyOptions {
  key: string;
  device: KeyValueStore;
  /** null: nobody is logged in, and nothing is kept. */
  userId: () => string | null;
  /** Of a longer list only the beginning is kept. */
  itemsMax: number;
}

interface Kept<Item> {
  protocol: number;
  userId: string;
  items: readonly Item[];
}

export function createDeviceCopy<Item>(options: DeviceCopyOptions): DeviceCopy<Item> {
  const { key, device, userId, itemsMax } = options;
  return {
    read() {
      const owner = userId();
      const kept = parse<Item>(device.get(key));
      // What another version has kept may have another shape.
      const isOurs = kept !== null && kept.protocol === CLIENT_PROTOCOL && kept.userId === owner;
      return isOurs && Array.isArray(kept.items) ? kept.items : null;
    },
    write(items) {
      const owner = userId();
      if (owner === null) return;
      const kept: Kept<Item> = { protocol: CLIENT_PROTOCOL, userId: owner, items: items.slice(0, itemsMax) };
      device.set(key, JSON.stringify(kept));
    },
    remove: () => device.remove(key),
  };
}

function parse<Item>(text: string | null): Kept<Item> | null {
  try {
    return text === null ? null : (JSON.parse(text) as Kept<Item> | null);
  } catch {
    return null;
  }
}
