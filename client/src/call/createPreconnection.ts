import type { ServerEvent } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import { freshPeer } from './callModel.ts';
import type { CallEffect, Negotiation, Preconnected, Step } from './callModel.ts';
import { createSilentPeer } from './createSilentPeer.ts';
import type { SilentPeer } from './createSilentPeer.ts';
import type { Speaker } from './createSpeaker.ts';
import { createSessionSender } from './createSessionSender.ts';
import { beginOffer, receiveSignal, tellDescription } from './negotiate.ts';
import type { Peer, PeerOptions } from './Peer.ts';

/** The server prepares a round 2.5 s ahead, and a match by level for 1.5 s; long after it nothing comes of it any more. */
const KEPT_MS = 10_000;

interface PreconnectionOptions {
  api: Pick<Api, 'session'> & { queue: Pick<Api['queue'], 'prepared'> };
  connection: Connection;
  clock: Clock;
  newId: () => string;
  openPeer: (options: PeerOptions) => Peer;
  /** Plays what the partner will say, unheard as yet. */
  speaker: Pick<Speaker, 'warm'>;
  /** Whether this learner waits here for a partner. */
  isWaiting: () => boolean;
}

/** A connection that is made ahead of a match, without a voice: who the partner is neither side knows yet. */
export interface Preconnection {
  /** For the session that has come of it; afterwards `open` has the peer. */
  take(sessionId: string): Preconnected;
  /** As `openPeer`, but the peer of that name when it was just taken. */
  open(options: PeerOptions): Peer;
  close(): void;
}

interface Attempt {
  negotiation: Negotiation;
  peer: SilentPeer;
}

export function createPreconnection(options: PreconnectionOptions): Preconnection {
  const { clock, connection, newId } = options;
  const sender = createSessionSender(options);
  let attempt: Attempt | null = null;
  let taken: Attempt | null = null;
  /** The session whose attempt came to nothing on our side; the partner may still think that it stands. */
  let lostId: string | null = null;
  let cancelTimer = (): void => {};

  const end = (): void => {
    cancelTimer();
    if (attempt !== null) options.speaker.warm(null);
    attempt?.peer.close();
    attempt = null;
    sender.clear();
  };

  const lose = (): void => {
    lostId = attempt?.negotiation.session.id ?? null;
    end();
  };

  const follow = (step: Step<Negotiation>): void => {
    if (attempt === null) return;
    attempt.negotiation = step.state;
    for (const wanted of step.effects) carryOut(wanted);
  };

  /** What fails here costs nothing yet: the match begins anew. */
  const onPeer = (work: (peer: Peer) => Promise<void>): void => {
    const mine = attempt;
    if (mine === null) return;
    work(mine.peer).catch(() => {
      if (attempt === mine) lose();
    });
  };

  const carryOut = (wanted: CallEffect): void => {
    switch (wanted.type) {
      case 'make_offer':
        return onPeer((peer) => peer.offer(wanted.offer, wanted.iceRestart));
      case 'answer_offer':
        return onPeer((peer) => peer.answer(wanted.offer, wanted.sdp));
      case 'accept_answer':
        return onPeer((peer) => peer.accept(wanted.sdp));
      case 'add_candidates':
        return onPeer((peer) => peer.addCandidates(wanted.candidates));
      case 'send_signal':
        return sender.signal(wanted.sessionId, wanted.signal);
      case 'describe_again': {
        const sdp = attempt?.peer.description() ?? null;
        if (sdp === null || attempt === null) return;
        const { kind, offer } = wanted;
        return follow(tellDescription(attempt.negotiation, { kind, offer, sdp }));
      }
      default:
        // The partner has begun anew, which two who meet in a moment need not follow.
        return lose();
    }
  };

  const prepare = ({ sessionId, ...how }: Extract<ServerEvent, { type: 'prepare' }>): void => {
    end();
    if (!options.isWaiting()) return;
    const { role, iceServers, iceTransportPolicy } = how;
    const session = { id: sessionId, role, iceServers, iceTransportPolicy };
    const name = newId();
    const mine: Attempt = {
      negotiation: { session, peer: freshPeer(name), offeredAtMs: clock.now() },
      peer: createSilentPeer(
        options.openPeer,
        { name, session },
        {
          onDescription(description) {
            if (attempt === mine) follow(tellDescription(mine.negotiation, description));
          },
          onCandidate(candidate) {
            if (attempt === mine) sender.signal(sessionId, { type: 'ice_candidate', candidate });
          },
          onPathMade() {
            // Two of one level are matched by it; without it they are a moment later.
            if (attempt === mine) options.api.queue.prepared({ sessionId }).catch(() => {});
          },
          onPathLost() {
            if (attempt === mine) lose();
          },
          onStream(stream) {
            if (attempt === mine) options.speaker.warm(stream);
          },
        },
      ),
    };
    attempt = mine;
    lostId = null;
    cancelTimer = clock.after(KEPT_MS, end);
    if (role === 'offerer') follow(beginOffer(mine.negotiation, clock.now()));
  };

  const receive = ({ sessionId, signals }: Extract<ServerEvent, { type: 'signal' }>): void => {
    for (const signal of signals) {
      if (attempt?.negotiation.session.id !== sessionId) return;
      follow(receiveSignal(attempt.negotiation, signal, { atMs: clock.now(), newPeer: newId() }));
    }
  };

  connection.onEvent((event) => {
    switch (event.type) {
      case 'prepare':
        return prepare(event);
      case 'signal':
        return receive(event);
      case 'prepare_cancelled':
        return attempt?.negotiation.session.id === event.sessionId ? end() : undefined;
      case 'matched':
        return attempt?.negotiation.session.id === event.session.id ? undefined : end();
      case 'queue_left':
      case 'taken_elsewhere':
        return end();
      case 'snapshot':
        // Signals may have been lost.
        return attempt === null ? undefined : lose();
      default:
        return undefined;
    }
  });

  return {
    take(sessionId) {
      if (lostId === sessionId) return 'lost';
      if (attempt === null || attempt.negotiation.session.id !== sessionId) return null;
      cancelTimer();
      taken?.peer.close();
      taken = attempt;
      attempt = null;
      return taken.negotiation.peer;
    },
    open(wanted) {
      if (taken === null || taken.negotiation.peer.name !== wanted.name) return options.openPeer(wanted);
      const { peer } = taken;
      taken = null;
      peer.handOver(wanted);
      return peer;
    },
    close: end,
  };
}
