import type { FakeStores } from './fakeStores.ts';

/** Something to be looked at in the gallery. */
export interface Scene {
  path: string;
  /** Puts the stores into the state to be looked at. */
  set: (fake: FakeStores, nowMs: number) => void;
  /** What is pressed then, one after the other, to open what the scene is about: selectors. What a wide window has open already is not there to be pressed. */
  presses?: readonly string[];
  /** How the app can be installed; `prompt` unless said. */
  install?: 'by_hand';
}

declare global {
  interface Window {
    /** Shows another scene in the place of this one, as after a reload; tests use it, for a reload takes longer. */
    showScene: (name: string, locale: string) => Promise<void>;
  }
}
