import type { ReadonlySignal } from '@preact/signals';
import type { PublicProfile, ReportInput } from '@suhbatdosh/server/contract';
import type { Refusal } from '../api/Refusal.ts';

/** What was asked for about a person. A report blocks as well. */
export type SafetyStep =
  | { what: 'block' | 'report'; step: 'sending' }
  | { what: 'block' | 'report'; step: 'done' }
  | { what: 'block' | 'report'; step: 'refused'; refusal: Refusal };

export type BlockedPeople =
  | { phase: 'loading' }
  | { phase: 'failed'; refusal: Refusal }
  | { phase: 'shown'; people: readonly PublicProfile[] };

/** Keeping away from somebody. A running call with them ends at once, whether the server can be reached or not. */
export interface SafetyStore {
  /** By user id, since the app was opened. */
  readonly steps: ReadonlySignal<ReadonlyMap<string, SafetyStep>>;
  /** Who is not to be shown any more; the server's next answers leave them out too. */
  readonly keptAway: ReadonlySignal<ReadonlySet<string>>;
  /** Both are sent until they are acknowledged. */
  block(userId: string): void;
  report(input: ReportInput): void;
  /** Sends once more what was refused. */
  tryAgain(userId: string): void;
  readonly blocked: ReadonlySignal<BlockedPeople>;
  loadBlocked(): Promise<void>;
  unblock(userId: string): Promise<Refusal | null>;
}
