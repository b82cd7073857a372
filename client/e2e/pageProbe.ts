/**
 * Runs in the page before its own scripts: keeps hold of what a test wants to look at and the app does not show.
 * Changes nothing that the app could notice.
 */
interface PageProbe {
  peers: RTCPeerConnection[];
  /** Everything that was ever given to a media element to play, newest last. */
  played: { element: HTMLMediaElement; stream: MediaStream }[];
}

declare global {
  interface Window {
    probe: PageProbe;
  }
}

export function installProbe(): void {
  const probe: PageProbe = { peers: [], played: [] };
  Object.defineProperty(window, 'probe', { value: probe });

  const RealPeer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends RealPeer {
    constructor(...parameters: ConstructorParameters<typeof RTCPeerConnection>) {
      super(...parameters);
      probe.peers.push(this);
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
