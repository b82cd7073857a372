import { computed, signal } from '@preact/signals';
import type { Microphone, MicrophoneTrouble } from './Microphone.ts';

/** Processing that a phone on the table needs; one channel, since a voice has no sides. Never video. */
const CONSTRAINTS: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  video: false,
};

export function createMicrophone(
  getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>,
): Microphone {
  const track = signal<MediaStreamTrack | null>(null);
  const trouble = signal<MicrophoneTrouble | null>(null);
  let opening: Promise<MicrophoneTrouble | null> | null = null;
  /** Counts closings: a stream that arrives after one is stopped at once. */
  let closings = 0;

  const ask = async (): Promise<MicrophoneTrouble | null> => {
    const before = closings;
    try {
      const stream = await getUserMedia(CONSTRAINTS);
      const [found] = stream.getAudioTracks();
      if (found === undefined) return 'missing';
      if (before !== closings) {
        found.stop();
        return 'busy';
      }
      // `ended` comes when the device is unplugged or the system takes it (a phone call on iOS), never after our own stop().
      found.addEventListener('ended', () => {
        if (track.value !== found) return;
        track.value = null;
        void open();
      });
      track.value = found;
      return null;
    } catch (error) {
      return toTrouble(error);
    }
  };

  const open = (): Promise<MicrophoneTrouble | null> => {
    if (track.value !== null) return Promise.resolve(null);
    if (opening !== null) return opening;
    const before = closings;
    const mine = ask().then((found) => {
      if (before !== closings) return found;
      opening = null;
      trouble.value = found;
      return found;
    });
    opening = mine;
    return mine;
  };

  return {
    track: computed(() => track.value),
    trouble: computed(() => trouble.value),
    open,
    close() {
      closings += 1;
      opening = null;
      trouble.value = null;
      track.value?.stop();
      track.value = null;
    },
  };
}

/** Names from Media Capture and Streams, 10.2 (w3.org/TR/mediacapture-streams). */
function toTrouble(error: unknown): MicrophoneTrouble {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    default:
      return 'busy';
  }
}
