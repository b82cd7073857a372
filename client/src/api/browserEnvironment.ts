import { browserClock } from './browserClock.ts';
import type { Environment } from './Environment.ts';
import { watchNetwork } from './watchNetwork.ts';
import type { NetworkInformation } from './watchNetwork.ts';
import { createWebKeyValueStore } from './webKeyValueStore.ts';
import { createWebTabLocks } from './webTabLocks.ts';

/** The only file of the stores that touches the browser's globals. */
export function createBrowserEnvironment(): Environment {
  const { connection } = navigator as Navigator & { connection?: NetworkInformation };
  // A page that is not in a secure context has no locks and no microphone, and old browsers lack some of it.
  const { locks, mediaDevices, wakeLock } = navigator as Partial<Navigator>;
  return {
    clock: browserClock,
    random: () => Math.random(),
    newId: () => crypto.randomUUID(),
    origin: location.origin,
    WebSocket,
    fetch: (input, init) => fetch(input, init),
    device: createWebKeyValueStore(() => localStorage),
    tab: createWebKeyValueStore(() => sessionStorage),
    locks: locks === undefined ? null : createWebTabLocks(locks),
    isHidden: () => document.visibilityState === 'hidden',
    onNetworkHint: (listener) => watchNetwork(window, connection, listener),
    isSavingData: () => connection?.saveData === true,
    getUserMedia: async (constraints) => {
      if (mediaDevices === undefined) throw new DOMException('No secure context', 'NotFoundError');
      return mediaDevices.getUserMedia(constraints);
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
