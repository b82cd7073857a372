import type { CallSample } from './callStats.ts';
import type { Candidate } from './callModel.ts';
import type { ControlMessage } from './controlMessages.ts';
import type { Peer, PeerOptions } from './Peer.ts';
import { readUserFragments } from './sdpTags.ts';

interface FakePeer extends Peer {
  /** The pair of user fragments that is agreed on; null: none yet. */
  readonly agreed: { mine: string; theirs: string } | null;
  readonly isClosed: boolean;
  /** What it was to send, oldest first; null: nothing. */
  readonly tracks: readonly (MediaStreamTrack | null)[];
  losePath(): void;
  /** Fragments of the candidates that it was given. */
  readonly reachable: ReadonlySet<string>;
}

/** Nobody looks into it. */
const STREAM = {} as MediaStream;

/** RTCPeerConnections for tests: strict about what a browser refuses, and sound flows only where two really agree. */
export function createFakePeers(now: () => number) {
  const peers: FakePeer[] = [];
  let fragments = 0;

  const hears = (listener: FakePeer): boolean =>
    !listener.isClosed &&
    peers.some(
      (speaker) =>
        !speaker.isClosed &&
        listener.agreed !== null &&
        speaker.agreed !== null &&
        listener.agreed.theirs === speaker.agreed.mine &&
        listener.agreed.mine === speaker.agreed.theirs &&
        (listener.reachable.has(speaker.agreed.mine) || speaker.reachable.has(listener.agreed.mine)),
    );

  const observers = new Map<FakePeer, PeerOptions['observer']>();
  /** Those whose browser has said that the path stands. */
  const joined = new Set<FakePeer>();
  const noticePaths = (): void => {
    for (const [peer, observer] of observers) {
      if (joined.has(peer) || !hears(peer)) continue;
      joined.add(peer);
      observer.onPathMade();
    }
  };

  const listeners = new Map<FakePeer, (message: ControlMessage) => void>();
  /** Whom a channel has reached: the old path carries it while a new one is agreed on. */
  const linked = new Map<FakePeer, FakePeer>();
  const link = (peer: FakePeer): void => {
    const heardBy = peers.find((other) => other !== peer && hears(other));
    if (heardBy !== undefined) linked.set(peer, heardBy);
  };
  const say = (peer: FakePeer, message: ControlMessage): void => {
    if (hears(peer)) link(peer);
    const heardBy = linked.get(peer);
    if (heardBy !== undefined && !heardBy.isClosed && !peer.isClosed) listeners.get(heardBy)?.(message);
  };

  const open = ({ observer, track }: PeerOptions): Peer => {
    const tracks = [track];
    let agreed: FakePeer['agreed'] = null;
    let offered: string | null = null;
    let isClosed = false;
    let packets = 0;
    const reachable = new Set<string>();
    const sdpOf = (fragment: string) =>
      `v=0\r\no=- ${fragment} 2\r\nm=audio 9 X 111\r\na=ice-ufrag:${fragment}\r\n`;

    const describe = (kind: 'offer' | 'answer', offer: string, fragment: string): void => {
      observer.onDescription({ kind, offer, sdp: sdpOf(fragment) });
      observer.onCandidate({ candidate: 'candidate:1', usernameFragment: fragment });
    };
    const demand = (isAllowed: boolean): void => {
      if (!isAllowed || isClosed) throw new DOMException('', 'InvalidStateError');
    };

    const peer: FakePeer = {
      get agreed() {
        return agreed;
      },
      get isClosed() {
        return isClosed;
      },
      tracks,
      losePath: () => observer.onPathLost(),
      reachable,
      async offer(offer, iceRestart) {
        demand(true);
        offered = !iceRestart && agreed !== null ? agreed.mine : `f${++fragments}`;
        describe('offer', offer, offered);
      },
      async answer(offer, sdp) {
        const [theirs] = readUserFragments(sdp);
        demand(theirs !== undefined);
        offered = null;
        agreed = { mine: `f${++fragments}`, theirs: theirs ?? '' };
        observer.onStream(STREAM);
        describe('answer', offer, agreed.mine);
        noticePaths();
      },
      async accept(sdp) {
        const [theirs] = readUserFragments(sdp);
        demand(offered !== null && theirs !== undefined);
        agreed = { mine: offered ?? '', theirs: theirs ?? '' };
        offered = null;
        observer.onStream(STREAM);
        noticePaths();
      },
      async addCandidates(candidates: readonly NonNullable<Candidate>[]) {
        demand(agreed !== null);
        for (const { usernameFragment } of candidates) reachable.add(usernameFragment ?? '');
        noticePaths();
      },
      description() {
        const fragment = offered ?? agreed?.mine;
        return fragment === undefined ? null : sdpOf(fragment);
      },
      configure: () => {},
      setTrack: (next) => void tracks.push(next),
      tellMuted: (isMuted) => say(peer, { type: 'mute', isMuted }),
      tellAttention: (attention) => say(peer, { type: 'attention', attention }),
      tellSignal: (signal) => say(peer, { type: 'signals', signals: [signal] }),
      sayBye: () => say(peer, { type: 'bye' }),
      setVoice: () => {},
      async sample(): Promise<CallSample> {
        if (hears(peer)) {
          packets += 12;
          link(peer);
        }
        return {
          atMs: now(),
          packetsReceived: packets,
          packetsLost: 0,
          concealedSamples: 0,
          totalSamples: packets * 960,
          roundTripMs: 80,
          jitterMs: 5,
          sentLoss: 0,
          bytes: packets * 100,
          audioLevel: null,
          path: 'direct',
        };
      },
      partnerRms: () => 0.1,
      close: () => (isClosed = true),
    };
    peers.push(peer);
    listeners.set(peer, observer.onSaid);
    observers.set(peer, observer);
    return peer;
  };

  return {
    open,
    opened: (): readonly FakePeer[] => peers,
    openedCount: () => peers.length,
    /** The browser of the peer that was opened as this one says that the path is gone. */
    losePath: (place: number) => peers[place]?.losePath(),
    openCount: () => peers.filter((peer) => !peer.isClosed).length,
    /** The network between all of them breaks: only a restart finds a new way. */
    breakPaths() {
      linked.clear();
      for (const peer of peers) if (peer.agreed !== null) Object.assign(peer.agreed, { theirs: 'gone' });
    },
  };
}
