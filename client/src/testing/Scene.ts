import type { FakeStores } from './fakeStores.ts';

/** Something to be looked at in the gallery. */
export interface Scene {
  path: string;
  /** Puts the stores into the state to be looked at. */
  set: (fake: FakeStores, nowMs: number) => void;
}
