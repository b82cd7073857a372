import type { ReadonlySignal } from '@preact/signals';
import type { MicrophoneTrouble } from '../call/Microphone.ts';

export const RELAYS = ['relay_udp', 'relay_tcp', 'relay_tls'] as const;
export type RelayName = (typeof RELAYS)[number];
export const CHECKS = ['microphone', 'server', 'direct', ...RELAYS] as const;
export type CheckName = (typeof CHECKS)[number];

export type CheckFailure =
  | { why: MicrophoneTrouble | 'silent' }
  /** The server did not answer, so that this could not be tried. */
  | { why: 'unreachable' }
  /** The network lets nothing through this way. */
  | { why: 'closed' }
  /** Tried often already. Null: the server does not say when again. */
  | { why: 'too_many'; retryAfterMs: number | null };

export type CheckResult =
  | { step: 'checking' }
  /** `ms`: there and back; null: nothing to be measured. */
  | { step: 'ok'; ms: number | null }
  /** This server does not have it. */
  | { step: 'unavailable' }
  | ({ step: 'failed' } & CheckFailure);

export type CheckResults = Readonly<Record<CheckName, CheckResult>>;

/** Tries everything that a call needs, without a call. */
export interface ConnectionCheck {
  readonly results: ReadonlySignal<CheckResults>;
  /** Loudness of the microphone 0…1. */
  readonly level: ReadonlySignal<number>;
  /** Begins, or begins again. */
  run(): void;
  /** Lets go of the microphone and of what is being tried. */
  stop(): void;
}
