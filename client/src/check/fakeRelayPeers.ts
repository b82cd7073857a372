/** What the network of a test lets through. */
export interface FakeNetwork {
  /** Addresses of relays that answer. */
  openUrls: readonly string[];
  /** What servers outside see of us, one line a server; null: nobody answers. */
  reflected: readonly string[] | null;
}

class FakeChannel extends EventTarget {
  partner: FakeChannel | null = null;
  send(data: string): void {
    queueMicrotask(() => this.partner?.dispatchEvent(new MessageEvent('message', { data })));
  }
}

/** RTCPeerConnections that meet by a relay or not at all, and see themselves from outside as they are told. */
export function createFakeRelayPeers(network: FakeNetwork) {
  let open = 0;
  const all = new Map<string, FakePeer>();

  class FakePeer extends EventTarget {
    readonly name = `peer${all.size}`;
    readonly configuration: RTCConfiguration;
    channel: FakeChannel | null = null;
    remote: FakePeer | null = null;
    isClosed = false;

    constructor(configuration: RTCConfiguration) {
      super();
      this.configuration = configuration;
      open += 1;
      all.set(this.name, this);
    }
    get isReached(): boolean {
      const urls = this.configuration.iceServers?.flatMap((server) => server.urls) ?? [];
      return urls.some((url) => network.openUrls.includes(url));
    }
    createDataChannel(): FakeChannel {
      this.channel = new FakeChannel();
      return this.channel;
    }
    createOffer = async () => ({ type: 'offer', sdp: this.name });
    createAnswer = async () => ({ type: 'answer', sdp: this.name });
    async setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
      this.remote = all.get(sdp) ?? null;
    }
    async setLocalDescription(): Promise<void> {
      if (this.configuration.iceTransportPolicy === 'relay') this.meet();
      else if (network.reflected !== null) this.reflect(network.reflected);
    }
    async addIceCandidate(): Promise<void> {}
    close(): void {
      this.isClosed = true;
      open -= 1;
    }
    private reflect(lines: readonly string[]): void {
      for (const line of ['candidate:1 1 udp 1 10.0.0.2 5000 typ host', ...lines]) {
        const candidate = { candidate: line, type: line.includes('srflx') ? 'srflx' : 'host' };
        this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
      }
      this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: null }));
    }
    private meet(): void {
      const { remote, channel } = this;
      if (remote === null || remote.channel === null || channel === null || remote.remote !== this) return;
      if (!this.isReached || !remote.isReached) return;
      channel.partner = remote.channel;
      remote.channel.partner = channel;
      for (const end of [channel, remote.channel]) end.dispatchEvent(new Event('open'));
    }
  }

  return {
    create: (configuration: RTCConfiguration) => new FakePeer(configuration) as unknown as RTCPeerConnection,
    openCount: () => open,
  };
}
