import type { PeerSession } from './callModel.ts';
import type { ControlMessage } from './controlMessages.ts';
import type { Peer, PeerObserver, PeerOptions } from './Peer.ts';

/** Until it is handed over nobody is heard and nobody hears us. */
export interface SilentPeer extends Peer {
  /** To a call that has begun: it observes from now on, and the voices begin. */
  handOver(call: PeerOptions): void;
}

type SilentObserver = Pick<
  PeerObserver,
  'onDescription' | 'onCandidate' | 'onPathMade' | 'onPathLost' | 'onStream'
>;

export function createSilentPeer(
  openPeer: (options: PeerOptions) => Peer,
  { name, session }: { name: string; session: PeerSession },
  before: SilentObserver,
): SilentPeer {
  let call: PeerObserver | null = null;
  let stream: MediaStream | null = null;
  /** The newest of each that still means something in the call: how the partner's app stands. */
  const said = new Map<ControlMessage['type'], ControlMessage>();

  const peer = openPeer({
    name,
    session,
    track: null,
    isMuted: false,
    attention: 'here',
    observer: {
      onDescription: (description) => (call ?? before).onDescription(description),
      onCandidate: (candidate) => (call ?? before).onCandidate(candidate),
      onPathMade: () => (call ?? before).onPathMade(),
      onPathLost: () => (call ?? before).onPathLost(),
      onStream(found) {
        stream = found;
        (call ?? before).onStream(found);
      },
      onSaid(message) {
        if (call !== null) call.onSaid(message);
        else if (message.type === 'mute' || message.type === 'attention') said.set(message.type, message);
      },
    },
  });

  return {
    ...peer,
    handOver({ observer, session: begun, track, isMuted, attention }) {
      call = observer;
      peer.setTrack(track);
      peer.tellMuted(isMuted);
      peer.tellAttention(attention);
      // Credentials of the match are younger.
      peer.configure(begun);
      // Before the page draws the call, which takes a cheap phone a while.
      if (stream !== null) observer.onStream(stream);
      // The app has the peer in hand by then, as it has when a new one hears something.
      queueMicrotask(() => {
        for (const message of said.values()) observer.onSaid(message);
      });
    },
  };
}
