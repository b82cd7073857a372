/** Measures how loud a track is. Holds an audio context only while it follows one: on a phone that costs battery. */
export interface VoiceMeter {
  /** Null: none, and everything is let go. */
  follow(track: MediaStreamTrack | null): void;
  /** Root mean square of the last moment, 0…1. */
  rms(): number;
}

const WINDOW_SAMPLES = 1_024;

export function createVoiceMeter(createAudioContext: () => AudioContext): VoiceMeter {
  let context: AudioContext | null = null;
  let analyser: AnalyserNode | null = null;
  const samples = new Float32Array(WINDOW_SAMPLES);

  const release = (): void => {
    void context?.close();
    context = null;
    analyser = null;
  };

  return {
    follow(track) {
      release();
      if (track === null) return;
      context = createAudioContext();
      // After a reload without a tap it may start suspended; then the rings rest until the first touch.
      void context.resume().catch(() => {});
      analyser = context.createAnalyser();
      analyser.fftSize = WINDOW_SAMPLES;
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
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
