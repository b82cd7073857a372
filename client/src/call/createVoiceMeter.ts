import type { AudioContextLoan, LendAudioContext } from '../sound/shareAudioContext.ts';

/** Measures how loud a track is. Holds an audio context only while it follows one: on a phone that costs battery. */
export interface VoiceMeter {
  /** Null: none, and everything is let go. */
  follow(track: MediaStreamTrack | null): void;
  /** Root mean square of the last moment, 0…1. */
  rms(): number;
}

const WINDOW_SAMPLES = 1_024;

export function createVoiceMeter(lendAudioContext: LendAudioContext): VoiceMeter {
  let loan: AudioContextLoan | null = null;
  let source: MediaStreamAudioSourceNode | null = null;
  let analyser: AnalyserNode | null = null;
  const samples = new Float32Array(WINDOW_SAMPLES);

  const release = (): void => {
    source?.disconnect();
    loan?.giveBack();
    source = null;
    loan = null;
    analyser = null;
  };

  return {
    follow(track) {
      release();
      if (track === null) return;
      loan = lendAudioContext();
      const { context } = loan;
      analyser = context.createAnalyser();
      analyser.fftSize = WINDOW_SAMPLES;
      source = context.createMediaStreamSource(new MediaStream([track]));
      source.connect(analyser);
    },
    rms() {
      if (analyser === null) return 0;
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      return Math.sqrt(sum / samples.length);
    },
  };
}
