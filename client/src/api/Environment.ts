import type { Clock } from './Clock.ts';
import type { TabLocks } from './claimDeviceId.ts';
import type { NetworkHint } from './decideProbe.ts';
import type { KeyValueStore } from './KeyValueStore.ts';
import type { PushSupport } from './PushBrowser.ts';

/** Microphones and speakers of this device. */
export interface AudioDevices {
  /** Without names before the microphone was allowed once. */
  list(): Promise<MediaDeviceInfo[]>;
  /** Something was plugged in or out. */
  onChange(listener: () => void): void;
  /** An audio element can be told where to play. */
  canSetOutput: boolean;
  /** The browser's own list of outputs; null where it has none. */
  pickOutput: (() => Promise<MediaDeviceInfo>) | null;
}

/** Everything that the stores need of a browser. Tests bring their own and never reach the real one. */
export interface Environment {
  clock: Clock;
  /** Runs it when the page has nothing else to do. */
  whenIdle: (run: () => void) => void;
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
  /** The page is hidden, or seen again. */
  onVisibility: (listener: () => void) => void;
  onNetworkHint: (listener: (hint: NetworkHint) => void) => () => void;
  /** The browser or the system asks to save data. */
  isSavingData: () => boolean;
  push: PushSupport;
  /** Of the IANA database; empty where the browser does not tell. */
  timeZone: () => string;
  /** Opened from the home screen, not in a tab. */
  isInstalled: () => boolean;
  getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  /** Null: no secure context. */
  audioDevices: AudioDevices | null;
  /** Null where the browser has none. */
  mediaSession: MediaSession | null;
  /** A call is running, or is over: Safari then lets the voices out where a call belongs. */
  routeForCall: (isInCall: boolean) => void;
  /** Milliseconds on, off, on …; nothing where there is no motor. */
  vibrate: (pattern: number[]) => void;
  /** Codecs that this browser can receive; empty when it does not tell. */
  audioCodecs: () => RTCRtpCodec[];
  createAudioContext: () => AudioContext;
  createAudioElement: () => HTMLAudioElement;
  /** Keeps the screen on until the returned function is called; null where the browser cannot or will not. */
  keepScreenOn: () => Promise<(() => void) | null>;
}
