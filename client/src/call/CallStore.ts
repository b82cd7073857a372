import type { ReadonlySignal } from '@preact/signals';
import type { EndReason, PublicProfile, SessionView } from '@suhbatdosh/server/contract';
import type { Attention } from './controlMessages.ts';
import type { MicrophoneTrouble } from './Microphone.ts';

interface InCall {
  sessionId: string;
  partner: PublicProfile;
  mode: SessionView['mode'];
}

export type CallState =
  | { phase: 'none' }
  /** Matched; nothing heard yet. */
  | (InCall & { phase: 'connecting'; sinceMs: number })
  | (InCall & { phase: 'talking'; talkingSinceMs: number })
  /** Sound has stopped; `giveUpAtMs`: when the server ends it. `who`: whose side went away, as far as known. */
  | (InCall & {
      phase: 'reconnecting';
      talkingSinceMs: number | null;
      giveUpAtMs: number;
      who: 'me' | 'partner' | 'unknown';
    })
  /** Shown until `dismiss`. `requeued`: already back in the queue. `talkMs` 0: it never connected. */
  | (InCall & { phase: 'ended'; reason: EndReason | 'taken_elsewhere'; requeued: boolean; talkMs: number });

export type CallQuality = 'good' | 'fair' | 'poor' | 'lost';

export interface CallStore {
  readonly state: ReadonlySignal<CallState>;
  readonly isMuted: ReadonlySignal<boolean>;
  /** Loudness 0…1, at most ten times a second. */
  readonly myLevel: ReadonlySignal<number>;
  readonly partnerLevel: ReadonlySignal<number>;
  readonly partnerMuted: ReadonlySignal<boolean>;
  /** Whether the partner's app is looked at and has its microphone. */
  readonly partnerAttention: ReadonlySignal<Attention>;
  /** Another app, such as a phone call, holds our microphone just now. */
  readonly isInterrupted: ReadonlySignal<boolean>;
  /** Changes at most once in five seconds. */
  readonly quality: ReadonlySignal<CallQuality>;
  /** Bytes sent and received by this call, with their headers. */
  readonly dataBytes: ReadonlySignal<number>;
  /** The browser will not play before a tap: show one. */
  readonly needsTap: ReadonlySignal<boolean>;
  /** Why the partner cannot hear us (a reload after which the microphone was refused); null: nothing is wrong. */
  readonly microphoneTrouble: ReadonlySignal<MicrophoneTrouble | null>;
  /** Asks for the microphone once more. */
  openMicrophone(): Promise<void>;
  resumeSound(): Promise<void>;
  toggleMute(): void;
  hangUp(): Promise<void>;
  dismiss(): void;
}
