import type { CallSample } from './callStats.ts';
import type { Candidate, PeerSession } from './callModel.ts';
import type { Attention, ControlMessage } from './controlMessages.ts';
import type { ControlChannel } from './createControlChannel.ts';
import type { VoiceProfile } from './voiceProfile.ts';

export interface PeerObserver {
  /** Always before the candidates that belong to it. */
  onDescription(description: { kind: 'offer' | 'answer'; offer: string; sdp: string }): void;
  onCandidate(candidate: NonNullable<Candidate>): void;
  /** The browser itself says that the path stands, or that it is gone. */
  onPathMade(): void;
  onPathLost(): void;
  onStream(stream: MediaStream): void;
  /** The partner's app says something itself. */
  onSaid(message: ControlMessage): void;
}

export interface PeerOptions {
  /** No other peer of this page has it. */
  name: string;
  session: PeerSession;
  /** Null: no microphone yet; `setTrack` brings it without a new exchange. */
  track: MediaStreamTrack | null;
  isMuted: boolean;
  attention: Attention;
  observer: PeerObserver;
}

/**
 * One RTCPeerConnection with one voice each way and a data channel beside it. Decides nothing. What it is told to do
 * it does in the order told; a promise rejects when the browser refuses.
 */
export interface Peer extends ControlChannel {
  /** @param offer the name under which the description comes */
  offer(offer: string, iceRestart: boolean): Promise<void>;
  /** Gives up an offer of our own that is not answered yet. */
  answer(offer: string, sdp: string): Promise<void>;
  accept(sdp: string): Promise<void>;
  /** A candidate that the browser will not have is dropped: it is stale, or of a kind that it does not know. */
  addCandidates(candidates: readonly NonNullable<Candidate>[]): Promise<void>;
  /** The present description of our side with the candidates found so far; null: none yet. */
  description(): string | null;
  configure(session: PeerSession): void;
  setTrack(track: MediaStreamTrack | null): void;
  /** Takes effect without a new exchange. */
  setVoice(profile: VoiceProfile): void;
  sample(): Promise<CallSample>;
  /** How loud the partner is this moment, as root mean square 0…1; null where the browser does not tell. */
  partnerRms(): number | null;
  /** After `sayBye` the voices end at once, and the channel a moment later, so that it is heard. */
  close(): void;
}
