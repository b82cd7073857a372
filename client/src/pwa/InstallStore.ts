import type { ReadonlySignal } from '@preact/signals';

/**
 * How the app gets onto the home screen here. `prompt`: the browser asks by itself once it is told to; `by_hand`: an
 * iPhone, where a person does it in the share menu; `installed`: it is there; `none`: this browser cannot, or has not
 * said yet that it can.
 */
export type InstallWay = 'none' | 'prompt' | 'by_hand' | 'installed';

export interface InstallStore {
  readonly way: ReadonlySignal<InstallWay>;
  /** Whether the app may offer it of its own accord: possible, and not put off lately. */
  readonly mayInvite: ReadonlySignal<boolean>;
  /** The browser's own question; it may be asked once for each time that the browser offers it. */
  prompt(): Promise<void>;
  /** "Later": remembered on this device. */
  putOff(): void;
}
