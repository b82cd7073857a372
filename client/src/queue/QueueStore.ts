import type { ReadonlySignal } from '@preact/signals';
import type { Mode, QueueStatus, Tolerance } from '@suhbatdosh/server/contract';
import type { Refusal } from '../api/Refusal.ts';

export type QueueState =
  | { phase: 'idle' }
  | { phase: 'asking_microphone'; mode: Mode }
  /** `refused`: no permission; `missing`: no device; `busy`: another app holds it, or it failed. */
  | { phase: 'no_microphone'; mode: Mode; why: 'refused' | 'missing' | 'busy' }
  | { phase: 'joining'; mode: Mode }
  | { phase: 'waiting'; mode: Mode; joinedAtMs: number; tolerance: Tolerance }
  /** The place is gone without a match; shown until `leave`. */
  | { phase: 'lost'; mode: Mode; why: 'taken_elsewhere' | 'expired' }
  | { phase: 'refused'; mode: Mode; refusal: Refusal };

export interface QueueStore {
  readonly state: ReadonlySignal<QueueState>;
  /** The newest numbers, from events while waiting, else asked for every 15 s while `watch` is on; null: none yet. */
  readonly status: ReadonlySignal<QueueStatus | null>;
  /** Server clock in milliseconds, for countdowns to `status.nextRoundAt`. */
  serverNow(): number;
  /** Length of a round in milliseconds, as the server says; 20 s until it has. */
  readonly roundMs: ReadonlySignal<number>;
  /** Device time until which a place outlives the connection that is away; null: the connection is there, or never was. */
  readonly placeKeptUntilMs: ReadonlySignal<number | null>;
  /** Opens the microphone (once), then joins. Also the way to try again. */
  find(mode: Mode): Promise<void>;
  /** Out of the queue, or away from what went wrong; idle at once. */
  leave(): Promise<void>;
  widen(tolerance: Tolerance): Promise<Refusal | null>;
  /** Keeps `status` fresh while a screen shows it; returns the function that stops. */
  watch(): () => void;
}
