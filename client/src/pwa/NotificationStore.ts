import type { ReadonlySignal } from '@preact/signals';
import type { PushPreferences } from '@suhbatdosh/server/contract';
import type { Refusal } from '../api/Refusal.ts';

/** HH:MM. */
export interface QuietHours {
  from: string;
  to: string;
}

export type NotificationState =
  /** Not asked yet, or nobody could tell. */
  | { phase: 'unknown' }
  | { phase: 'unsupported' }
  /** An iPhone in a browser tab. */
  | { phase: 'needs_install' }
  /** The person or the phone has said no; only its settings can change that. */
  | { phase: 'denied' }
  /** `no_service`: the browser could not reach its own push service. null: nothing went wrong. */
  | { phase: 'off'; trouble: Refusal | 'no_service' | null }
  | { phase: 'turning_on' }
  /** `trouble`: the last change was not kept. */
  | { phase: 'on'; preferences: PushPreferences; isSaving: boolean; trouble: Refusal | null };

/** Being told on this device when a partner at one's level waits. */
export interface NotificationStore {
  readonly state: ReadonlySignal<NotificationState>;
  /** Whether this is the moment to ask: it could be turned on, the app has shown what it is good for, nobody said no. */
  readonly isOffered: ReadonlySignal<boolean>;
  /** Out of a tap: the browser asks the person. */
  turnOn(): Promise<void>;
  turnOff(): Promise<void>;
  setQuiet(quiet: QuietHours | null): Promise<void>;
  /** A call has come about. */
  noteTalk(): void;
  /** Not now; it stays in the settings. */
  declineOffer(): void;
}
