import type { ReadonlySignal } from '@preact/signals';
import type { Refusal } from '../api/Refusal.ts';

/** A call of this learner that another device, or another tab, has. */
export interface CallElsewhereStore {
  readonly isThere: ReadonlySignal<boolean>;
  /** Goes on with it here; there it ends quietly. Null when it worked. */
  takeOver(): Promise<Refusal | null>;
}
