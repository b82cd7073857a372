import type { Signal } from '@suhbatdosh/server/contract';
import { andThen, freshPeer, stay } from './callModel.ts';
import type { Candidate, Moment, Negotiation, PeerState, Step } from './callModel.ts';
import { readTags, readUserFragments, writeTags } from './sdpTags.ts';
import type { SdpTags } from './sdpTags.ts';

/*
 * The exchange of descriptions between two peers, pure.
 *
 * Perfect negotiation (w3.org/TR/webrtc, 10.7) with one addition: peers and offers have names (sdpTags.ts), because either
 * page may be reloaded at any moment, and what was sent by, or meant for, a peer that is gone must not be mistaken for news.
 * - An offer that builds upon another peer than ours is stale: our newer peer has offered, or will.
 * - An offer from a peer that we do not know, while we are joined to another: the partner has started anew; so do we.
 * - The server may hand on an offer late, when a newer one has long come over the data channel: its number tells.
 * - Two offers that cross: the session's answerer gives way. The offerer tells its own once more, since the partner's
 *   page may have been loaded after the first telling.
 */

/** More than a side may send between two offers; a partner who sends more fills no memory. */
const HELD_MAX = 60;

export function openPeer<L extends Negotiation>(live: L, name: string): Step<L> {
  const peer: PeerState = { ...freshPeer(name), held: live.peer.held };
  return {
    state: { ...live, peer },
    effects: [
      { type: 'close_peer', peer: live.peer.name },
      { type: 'open_peer', peer: name, session: live.session },
    ],
  };
}

export function beginOffer<L extends Negotiation>(live: L, atMs: number): Step<L> {
  const { peer } = live;
  const offersMade = peer.offersMade + 1;
  const offer = `${peer.name}.${offersMade}`;
  return {
    state: {
      ...live,
      offeredAtMs: atMs,
      peer: { ...peer, offersMade, exchange: { step: 'offering', offer } },
    },
    effects: [
      { type: 'make_offer', peer: peer.name, offer, iceRestart: offersMade > 1 || peer.partner !== null },
    ],
  };
}

/** A description that the browser made; dropped when the exchange has moved on meanwhile. */
export function tellDescription<L extends Negotiation>(
  live: L,
  made: { kind: 'offer' | 'answer'; offer: string; sdp: string },
): Step<L> {
  const { peer, session } = live;
  const { exchange } = peer;
  const send = (sdp: string): Step<L>['effects'] => [
    { type: 'send_signal', sessionId: session.id, signal: { type: made.kind, sdp } },
  ];
  if (made.kind === 'offer') {
    if (exchange.step !== 'offering' || exchange.offer !== made.offer) return stay(live);
    const sdp = writeTags(made.sdp, { peer: peer.name, offer: made.offer, to: peer.partner });
    return { state: live, effects: send(sdp) };
  }
  const isWanted =
    (exchange.step === 'answering' && exchange.offer === made.offer) ||
    (exchange.step === 'settled' && exchange.answered === made.offer);
  if (!isWanted) return stay(live);
  const sdp = writeTags(made.sdp, { peer: peer.name, answers: made.offer });
  return {
    state: { ...live, peer: { ...peer, exchange: { step: 'settled', answered: made.offer } } },
    effects: send(sdp),
  };
}

export function receiveSignal<L extends Negotiation>(live: L, signal: Signal, moment: Moment): Step<L> {
  switch (signal.type) {
    case 'offer':
      return receiveOffer(live, signal.sdp, moment);
    case 'answer':
      return receiveAnswer(live, signal.sdp, moment);
    case 'ice_candidate':
      return receiveCandidate(live, signal.candidate);
  }
}

function receiveOffer<L extends Negotiation>(live: L, sdp: string, moment: Moment): Step<L> {
  const tags = readTags(sdp);
  const { peer, session } = live;
  const { exchange } = peer;
  if (tags.to !== null && tags.to !== peer.name) return stay(live);

  const isKnown = peer.partner === tags.peer;
  if (isKnown && exchange.step === 'answering' && exchange.offer === tags.offer) return stay(live);
  if (isKnown && exchange.step === 'settled' && exchange.answered === tags.offer) {
    // Told twice: our answer may have been lost.
    return {
      state: live,
      effects: [{ type: 'describe_again', peer: peer.name, kind: 'answer', offer: tags.offer }],
    };
  }
  if (isKnown && isStale(peer, numberOf(tags.offer))) return stay(live);
  if ((peer.partner !== null && !isKnown) || exchange.step === 'broken') {
    return andThen(openPeer(live, moment.newPeer), (fresh) => acceptOffer(fresh, { sdp, tags }, moment.atMs));
  }
  if (exchange.step === 'offering' && session.role === 'offerer') {
    return {
      state: live,
      effects: [{ type: 'describe_again', peer: peer.name, kind: 'offer', offer: exchange.offer }],
    };
  }
  return acceptOffer(live, { sdp, tags }, moment.atMs);
}

function acceptOffer<L extends Negotiation>(
  live: L,
  offer: { sdp: string; tags: SdpTags },
  atMs: number,
): Step<L> {
  const { sdp, tags } = offer;
  const answering = { ...live, offeredAtMs: atMs };
  const joined = joinPartner(answering, { sdp, partner: tags.peer });
  const peer: PeerState = {
    ...joined.state.peer,
    lastOffer: numberOf(tags.offer),
    exchange: { step: 'answering', offer: tags.offer },
  };
  return {
    state: { ...joined.state, peer },
    effects: [{ type: 'answer_offer', peer: peer.name, offer: tags.offer, sdp }, ...joined.effects],
  };
}

function receiveAnswer<L extends Negotiation>(live: L, sdp: string, moment: Moment): Step<L> {
  const tags = readTags(sdp);
  const { peer } = live;
  const { exchange } = peer;
  if (exchange.step !== 'offering') return stay(live);
  if (tags.answers !== null && tags.answers !== exchange.offer) return stay(live);
  if (peer.partner !== null && peer.partner !== tags.peer) {
    // A new page has answered an offer that was meant for the old one; its keys are not those of our connection.
    return andThen(openPeer(live, moment.newPeer), (fresh) => beginOffer(fresh, moment.atMs));
  }
  const joined = joinPartner(live, { sdp, partner: tags.peer });
  const settled: PeerState = { ...joined.state.peer, exchange: { step: 'settled', answered: null } };
  return {
    state: { ...joined.state, peer: settled },
    effects: [{ type: 'accept_answer', peer: peer.name, sdp }, ...joined.effects],
  };
}

/** Offers of one peer are numbered, by our app in their names, by others in the version of the `o=` line; 0: neither. */
const numberOf = (offer: string): number => Number(/[. ](\d+)$/.exec(offer)?.[1] ?? 0);

/** An exchange of our own that was settled since has taken the place of the partner's last offer too. */
const isStale = ({ exchange, lastOffer }: PeerState, number: number): boolean =>
  number < lastOffer || (number > 0 && number === lastOffer && exchange.step === 'settled');

/** Takes the partner's description and hands out the candidates that had come before it. */
function joinPartner<L extends Negotiation>(live: L, description: { sdp: string; partner: string }): Step<L> {
  const fragments = readUserFragments(description.sdp);
  const isFor = (candidate: NonNullable<Candidate>): boolean => belongsTo(candidate, fragments);
  const ready = live.peer.held.filter(isFor);
  const held = live.peer.held.filter((candidate) => !isFor(candidate));
  const peer: PeerState = { ...live.peer, partner: description.partner, fragments, held };
  return {
    state: { ...live, peer },
    effects: ready.length > 0 ? [{ type: 'add_candidates', peer: peer.name, candidates: ready }] : [],
  };
}

/** Null ends the candidates of a side; nothing here waits for that. */
function receiveCandidate<L extends Negotiation>(live: L, candidate: Candidate): Step<L> {
  if (candidate === null) return stay(live);
  const { peer } = live;
  if (peer.partner !== null && belongsTo(candidate, peer.fragments)) {
    return { state: live, effects: [{ type: 'add_candidates', peer: peer.name, candidates: [candidate] }] };
  }
  return stay({ ...live, peer: { ...peer, held: [...peer.held, candidate].slice(-HELD_MAX) } });
}

/** A candidate that names no fragment can only be taken as meant. */
const belongsTo = (candidate: NonNullable<Candidate>, fragments: readonly string[]): boolean =>
  !candidate.usernameFragment || fragments.includes(candidate.usernameFragment);
