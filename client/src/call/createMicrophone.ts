import { computed, signal } from '@preact/signals';
import type { Clock } from '../api/Clock.ts';
import type { Microphone, MicrophoneTrouble } from './Microphone.ts';

/** Whoever holds the microphone of a talk that goes on gives it back some day. */
const ASK_AGAIN_MS = 3_000;

interface MicrophoneOptions {
  getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  clock: Clock;
  /** Which one was chosen; null: the system's own. */
  deviceId: () => string | null;
}

export function createMicrophone({ getUserMedia, clock, deviceId }: MicrophoneOptions): Microphone {
  const track = signal<MediaStreamTrack | null>(null);
  const trouble = signal<MicrophoneTrouble | null>(null);
  const isInterrupted = signal(false);
  let opening: Promise<MicrophoneTrouble | null> | null = null;
  let stopAsking = (): void => {};
  /** Counts closings: a stream that arrives after one is stopped at once. */
  let closings = 0;

  /** Puts a new track in the place of the old one. */
  const take = (found: MediaStreamTrack): void => {
    const before = track.peek();
    isInterrupted.value = found.muted;
    track.value = found;
    before?.stop();
    // Never after our own stop(): the device is unplugged, or the system has taken it (a phone call on iOS).
    found.addEventListener('ended', () => {
      if (track.peek() === found) void comeBack();
    });
    for (const [event, isMuted] of [['mute', true] as const, ['unmute', false] as const]) {
      found.addEventListener(event, () => {
        if (track.peek() === found) isInterrupted.value = isMuted;
      });
    }
  };

  const ask = async (): Promise<MicrophoneTrouble | null> => {
    const before = closings;
    try {
      const stream = await getUserMedia(constraintsFor(deviceId()));
      const [found] = stream.getAudioTracks();
      if (found === undefined) return 'missing';
      if (before !== closings) {
        found.stop();
        return 'busy';
      }
      take(found);
      return null;
    } catch (error) {
      return toTrouble(error);
    }
  };

  const askOnce = (): Promise<MicrophoneTrouble | null> => {
    if (opening !== null) return opening;
    stopAsking();
    const before = closings;
    const mine = ask().then((found) => {
      if (before !== closings) return found;
      opening = null;
      trouble.value = track.peek() === null ? found : null;
      return found;
    });
    opening = mine;
    return mine;
  };

  /** It was there and is gone: asks until it can be had again, or nobody wants it any more. */
  const comeBack = async (): Promise<void> => {
    track.value = null;
    isInterrupted.value = false;
    const before = closings;
    const found = await askOnce();
    if (before === closings && found === 'busy')
      stopAsking = clock.after(ASK_AGAIN_MS, () => void comeBack());
  };

  return {
    track: computed(() => track.value),
    trouble: computed(() => trouble.value),
    isInterrupted: computed(() => isInterrupted.value),
    open: () => (track.peek() === null ? askOnce() : Promise.resolve(null)),
    async revive() {
      const now = track.peek();
      if (now === null || now.readyState === 'ended') await comeBack();
      // One that is muted may still come back by itself: it is kept until there is a better one.
      else if (now.muted) await askOnce();
    },
    async change() {
      if (track.peek() !== null) await askOnce();
    },
    close() {
      closings += 1;
      opening = null;
      stopAsking();
      trouble.value = null;
      isInterrupted.value = false;
      track.value?.stop();
      track.value = null;
    },
  };
}

/** Processing that a phone on the table needs; one channel, since a voice has no sides. Never video. */
function constraintsFor(deviceId: string | null): MediaStreamConstraints {
  return {
    audio: {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      channelCount: 1,
      // Not `exact`: without the headset that was chosen, any other is better than none.
      ...(deviceId === null ? {} : { deviceId: { ideal: deviceId } }),
    },
    video: false,
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
