import type { ReadonlySignal } from '@preact/signals';

/** `refused`: no permission; `missing`: no device; `busy`: another app holds it, or it failed. */
export type MicrophoneTrouble = 'refused' | 'missing' | 'busy';

/** The one microphone, opened before the queue and kept for the call, so that nobody is asked twice. */
export interface Microphone {
  /** Null while it is closed. A new one replaces it when the device went away and came back. */
  readonly track: ReadonlySignal<MediaStreamTrack | null>;
  /** Why it could not be had when it was last asked for; null: it could, or was not asked for since `close`. */
  readonly trouble: ReadonlySignal<MicrophoneTrouble | null>;
  /** It is open, but the system lets nothing through: a phone call, or another app. It comes back by itself. */
  readonly isInterrupted: ReadonlySignal<boolean>;
  /** Asks the learner the first time; at once when it is open. Null when it worked. */
  open(): Promise<MicrophoneTrouble | null>;
  /** After the app was in the background, where phones take the microphone away: opens anew one that hears nothing. */
  revive(): Promise<void>;
  /** Another one was chosen: it replaces the one that is open. */
  change(): Promise<void>;
  close(): void;
}
