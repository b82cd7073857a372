/** The part of Web Storage that we use. Never throws: a browser that blocks storage forgets at the next load instead. */
export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}
