import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

/** Plays the partner. One audio element for all calls: iOS remembers that a tap has allowed it to sound. */
export interface Speaker {
  /** The browser will not play before the learner touches the page. */
  readonly needsTap: ReadonlySignal<boolean>;
  /** Null: silence. */
  play(stream: MediaStream | null): Promise<void>;
  /**
   * Begins to play a stream without letting it be heard, so that `play` of the same one costs no time: a browser takes
   * a tenth of a second or more to begin. Null: it comes to nothing; what `play` has is left alone.
   */
  warm(stream: MediaStream | null): void;
  /** In a tap, or when the app is looked at again: a phone call may have stopped the sound. */
  resume(): Promise<void>;
  /** Where it plays, also from the next call on; null: wherever the system plays. */
  setOutput(deviceId: string | null): void;
}

export function createSpeaker(createAudioElement: () => HTMLAudioElement): Speaker {
  const needsTap = signal(false);
  let element: HTMLAudioElement | null = null;
  let output: string | null = null;
  let isWarmOnly = false;

  const route = (): void => {
    // A device that has just gone: the browser plays where the system does.
    element?.setSinkId?.(output ?? '').catch(() => {});
  };

  const resume = async (): Promise<void> => {
    if (element === null || element.srcObject === null) return;
    try {
      await element.play();
      needsTap.value = false;
    } catch (error) {
      // AbortError: another stream came meanwhile, and its own play() tells.
      if (error instanceof Error && error.name === 'NotAllowedError') needsTap.value = true;
    }
  };

  const take = async (stream: MediaStream, isMuted: boolean): Promise<void> => {
    isWarmOnly = isMuted;
    if (element === null) {
      element = createAudioElement();
      if (output !== null) route();
    }
    element.setAttribute('playsinline', '');
    element.autoplay = true;
    element.muted = isMuted;
    if (element.srcObject !== stream) element.srcObject = stream;
    await resume();
  };

  const stop = (): void => {
    isWarmOnly = false;
    needsTap.value = false;
    element?.pause();
    if (element !== null) element.srcObject = null;
  };

  return {
    needsTap: computed(() => needsTap.value),
    async play(stream) {
      if (stream === null) stop();
      else await take(stream, false);
    },
    warm(stream) {
      if (stream !== null) void take(stream, true);
      else if (isWarmOnly) stop();
    },
    resume,
    setOutput(deviceId) {
      if (deviceId === output) return;
      output = deviceId;
      route();
    },
  };
}
