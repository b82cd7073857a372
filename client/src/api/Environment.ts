import type { Clock } from './Clock.ts';
import type { TabLocks } from './claimDeviceId.ts';
import type { NetworkHint } from './decideProbe.ts';
import type { KeyValueStore } from './KeyValueStore.ts';

/** Everything that the stores need of a browser. Tests bring their own and never reach the real one. */
export interface Environment {
  clock: Clock;
  /** 0…1, as Math.random. */
  random: () => number;
  /** A UUID. */
  newId: () => string;
  /** Scheme, host and port of the page. */
  origin: string;
  WebSocket: typeof WebSocket;
  fetch: typeof fetch;
  /** Shared by all tabs, kept. */
  device: KeyValueStore;
  /** Of this tab only, kept over reloads. */
  tab: KeyValueStore;
  locks: TabLocks | null;
  /** Nobody looks at the page now. */
  isHidden: () => boolean;
  onNetworkHint: (listener: (hint: NetworkHint) => void) => () => void;
  /** The learner or the browser asks to save data. */
  isSavingData: () => boolean;
  getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  /** Codecs that this browser can receive; empty when it does not tell. */
  audioCodecs: () => RTCRtpCodec[];
  createAudioContext: () => AudioContext;
  createAudioElement: () => HTMLAudioElement;
  /** Keeps the screen on until the returned function is called; null where the browser cannot or will not. */
  keepScreenOn: () => Promise<(() => void) | null>;
}
