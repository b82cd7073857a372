import { browserClock } from './browserClock.ts';
import { whenIdle } from '../whenIdle.ts';
import { createAudioDevices } from './createAudioDevices.ts';
import type { Environment } from './Environment.ts';
import { watchNetwork } from './watchNetwork.ts';
import type { NetworkInformation } from './watchNetwork.ts';
import { findPushSupport } from './webPushBrowser.ts';
import { createWebKeyValueStore } from './webKeyValueStore.ts';
import { createWebTabLocks } from './webTabLocks.ts';

/** The only file of the stores that touches the browser's globals. */
export function createBrowserEnvironment(): Environment {
  const { connection } = navigator as Navigator & { connection?: NetworkInformation };
  // A page that is not in a secure context has no locks and no microphone, and old browsers lack some of it.
  const { locks, mediaDevices, wakeLock, mediaSession } = navigator as Partial<Navigator>;
  const { audioSession } = navigator as Navigator & { audioSession?: { type: string } };
  return {
    clock: browserClock,
    whenIdle,
    random: () => Math.random(),
    newId: () => crypto.randomUUID(),
    origin: location.origin,
    WebSocket,
    fetch: (input, init) => fetch(input, init),
    device: createWebKeyValueStore(() => localStorage),
    tab: createWebKeyValueStore(() => sessionStorage),
    locks: locks === undefined ? null : createWebTabLocks(locks),
    isHidden: () => document.visibilityState === 'hidden',
    onVisibility: (listener) => document.addEventListener('visibilitychange', listener),
    onNetworkHint: (listener) => watchNetwork(window, connection, listener),
    isSavingData: () => connection?.saveData === true,
    push: findPushSupport(window),
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? '',
    isInstalled: () => matchMedia('(display-mode: standalone)').matches,
    getUserMedia: async (constraints) => {
      if (mediaDevices === undefined) throw new DOMException('No secure context', 'NotFoundError');
      return mediaDevices.getUserMedia(constraints);
    },
    audioDevices: mediaDevices === undefined ? null : createAudioDevices(mediaDevices),
    mediaSession: mediaSession ?? null,
    routeForCall(isInCall) {
      // w3c.github.io/audio-session; left on, iOS would play everything else through the earpiece (webkit 295889).
      if (audioSession !== undefined) audioSession.type = isInCall ? 'play-and-record' : 'auto';
    },
    vibrate(pattern) {
      navigator.vibrate?.(pattern);
    },
    createPeerConnection: (configuration) => new RTCPeerConnection(configuration),
    audioCodecs: () => RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [],
    createAudioContext: () => new AudioContext(),
    createAudioElement: () => new Audio(),
    async keepScreenOn() {
      try {
        const sentinel = await wakeLock?.request('screen');
        return sentinel === undefined ? null : () => void sentinel.release();
      } catch {
        // Refused while the battery is low or the page hidden; the call goes on without.
        return null;
      }
    },
  };
}
