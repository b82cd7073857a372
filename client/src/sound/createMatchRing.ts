import type { LendAudioContext } from './shareAudioContext.ts';

/** Two notes, the second a fifth above the first: the two stars that meet. */
const NOTES = [
  { hertz: 660, atS: 0 },
  { hertz: 990, atS: 0.16 },
] as const;
const NOTE_S = 0.32;
const LOUDNESS = 0.16;
/** Milliseconds on, off, on. Phones without a motor, and all iPhones, ignore it. */
const PATTERN = [120, 60, 120];

interface RingOptions {
  lendAudioContext: LendAudioContext;
  vibrate: (pattern: number[]) => void;
  /** The learner wants to hear it. */
  isWanted: () => boolean;
}

/** Tells that a partner is found to somebody who looks elsewhere. */
export function createMatchRing({ lendAudioContext, vibrate, isWanted }: RingOptions): () => void {
  return () => {
    if (!isWanted()) return;
    vibrate(PATTERN);
    const { context, giveBack } = lendAudioContext();
    for (const { hertz, atS } of NOTES) {
      const startsAt = context.currentTime + atS;
      const tone = context.createOscillator();
      const loudness = context.createGain();
      tone.frequency.value = hertz;
      loudness.gain.setValueAtTime(0, startsAt);
      loudness.gain.linearRampToValueAtTime(LOUDNESS, startsAt + 0.015);
      loudness.gain.exponentialRampToValueAtTime(0.001, startsAt + NOTE_S);
      tone.connect(loudness).connect(context.destination);
      tone.start(startsAt);
      tone.stop(startsAt + NOTE_S);
      if (hertz === NOTES[1].hertz) tone.addEventListener('ended', giveBack);
    }
  };
}
