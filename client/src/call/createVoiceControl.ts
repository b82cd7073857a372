import type { CallSample } from './callStats.ts';
import type { Peer } from './Peer.ts';
import { adaptVoice, startVoice } from './voiceProfile.ts';
import type { VoiceState } from './voiceProfile.ts';

const LOOK_EVERY_MS = 1_000;

/** Lets each peer send as much as its link bears. */
export interface VoiceControl {
  /** @param sample of this peer; many a second are fine */
  look(peer: Pick<Peer, 'setVoice'>, sample: CallSample): void;
}

export function createVoiceControl(): VoiceControl {
  let watched: { peer: Pick<Peer, 'setVoice'>; state: VoiceState } | null = null;
  return {
    look(peer, sample) {
      if (watched?.peer !== peer) watched = { peer, state: startVoice(sample.atMs) };
      const before = watched.state;
      if (sample.atMs - before.lookedAtMs < LOOK_EVERY_MS) return;
      const { sentLoss: loss, roundTripMs } = sample;
      watched.state = adaptVoice(before, { loss, roundTripMs }, sample.atMs);
      if (watched.state.profile !== before.profile) peer.setVoice(watched.state.profile);
    },
  };
}
