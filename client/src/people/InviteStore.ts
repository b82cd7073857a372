import type { ReadonlySignal } from '@preact/signals';
import type { PublicProfile } from '@suhbatdosh/server/contract';
import type { Refusal } from '../api/Refusal.ts';
import type { MicrophoneTrouble } from '../call/Microphone.ts';

/** One that we have sent. Every phase but `sending` and `waiting` stays until `giveUp`. */
export type OutgoingInvite =
  | { phase: 'none' }
  | { phase: 'asking_microphone'; person: PublicProfile }
  | { phase: 'no_microphone'; person: PublicProfile; why: MicrophoneTrouble }
  | { phase: 'sending'; person: PublicProfile }
  /** `expiresAtMs`: device time. */
  | { phase: 'waiting'; person: PublicProfile; inviteId: string; expiresAtMs: number }
  | { phase: 'over'; person: PublicProfile; reason: 'declined' | 'expired' | 'cancelled' }
  | { phase: 'refused'; person: PublicProfile; refusal: Refusal };

export interface Invitation {
  inviteId: string;
  person: PublicProfile;
  /** Device time. */
  expiresAtMs: number;
}

/** One that we have got. */
export type IncomingInvite =
  | { phase: 'none' }
  | (Invitation & { phase: 'open' })
  | (Invitation & { phase: 'asking_microphone' })
  | (Invitation & { phase: 'no_microphone'; why: MicrophoneTrouble })
  | (Invitation & { phase: 'accepting' })
  /** Shown until `decline`. */
  | { phase: 'refused'; person: PublicProfile; refusal: Refusal };

/** Talking again with somebody when both want it. Accepted, both get a call like any other. */
export interface InviteStore {
  readonly outgoing: ReadonlySignal<OutgoingInvite>;
  /** One at a time; another that comes meanwhile waits for its turn. */
  readonly incoming: ReadonlySignal<IncomingInvite>;
  /** Opens the microphone, then asks. Also the way to try again. */
  invite(person: PublicProfile): Promise<void>;
  /** Away from what we asked for, or from what came of it. Accepted nevertheless, the call is ended at once. */
  giveUp(): void;
  /** Opens the microphone, then accepts. Also the way to try again. */
  accept(): Promise<void>;
  decline(): void;
}
