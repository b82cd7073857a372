/**
 * Runs in the page before its own scripts: keeps hold of what a test wants to look at and the app does not show.
 * Changes nothing that the app could notice.
 */
interface PageProbe {
  peers: RTCPeerConnection[];
  /** Everything that was ever given to a media element to play, newest last. */
  played: { element: HTMLMediaElement; stream: MediaStream }[];
  match: MatchProbe | null;
}

/** The newest `matched` event of the page. */
export interface MatchProbe {
  /** By `performance.now()`, as are all moments here. */
  at: number;
  /** The state of the newest connection, and what it had sent, at that moment; null: there was none. */
  before: { state: RTCPeerConnectionState; packetsSent: number } | null;
  /** When the first frame of the partner's voice was played; null: not yet. */
  firstSoundAt: number | null;
}

declare global {
  interface Window {
    probe: PageProbe;
  }
}

export function installProbe(): void {
  const probe: PageProbe = { peers: [], played: [], match: null };
  Object.defineProperty(window, 'probe', { value: probe });

  const RealPeer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends RealPeer {
    constructor(...parameters: ConstructorParameters<typeof RTCPeerConnection>) {
      super(...parameters);
      probe.peers.push(this);
    }
  };

  const isHeard = (): boolean =>
    (probe.peers.at(-1)?.getReceivers() ?? []).some(
      (receiver) => receiver.track.kind === 'audio' && receiver.getSynchronizationSources().length > 0,
    );

  const noteMatch = (): void => {
    const peer = probe.peers.at(-1);
    const match: MatchProbe = { at: performance.now(), before: null, firstSoundAt: null };
    probe.match = match;
    if (peer !== undefined && peer.connectionState !== 'closed') {
      const before = { state: peer.connectionState, packetsSent: 0 };
      match.before = before;
      void peer.getStats().then((reports) => {
        for (const report of reports.values() as Iterable<Record<string, unknown>>) {
          if (report.type === 'outbound-rtp') before.packetsSent += Number(report.packetsSent);
        }
      });
    }
    const look = (): void => {
      if (isHeard()) match.firstSoundAt = performance.now();
      else setTimeout(look, 4);
    };
    look();
  };

  const RealSocket = window.WebSocket;
  window.WebSocket = class extends RealSocket {
    constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
      super(...parameters);
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && data.includes('"type":"matched"')) noteMatch();
      });
    }
  };

  const real = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    configurable: true,
    enumerable: true,
    get(this: HTMLMediaElement): unknown {
      return real?.get?.call(this);
    },
    set(this: HTMLMediaElement, stream: unknown) {
      real?.set?.call(this, stream);
      if (stream instanceof MediaStream) probe.played.push({ element: this, stream });
    },
  });

  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(
      `policy violated: ${event.violatedDirective} by ${event.blockedURI} at ${event.sourceFile}`,
    );
  });
}
