import type { EndReason, PublicProfile, SessionView, Signal } from '@suhbatdosh/server/contract';

export type Candidate = Extract<Signal, { type: 'ice_candidate' }>['candidate'];

/** What two peers need to find each other; it says nothing of the other person. */
export type PeerSession = Pick<SessionView, 'id' | 'role' | 'iceServers' | 'iceTransportPolicy'>;

/** What of a SessionView the call goes on needing. */
export type CallSession = PeerSession & Pick<SessionView, 'mode'> & { partner: PublicProfile };

/** Where the exchange of descriptions stands for our present peer. */
export type Exchange =
  /** For the partner's first offer. */
  | { step: 'waiting' }
  | { step: 'offering'; offer: string }
  | { step: 'answering'; offer: string }
  /** `answered`: the offer that was the partner's; null: it was ours. */
  | { step: 'settled'; answered: string | null }
  /** The browser refused something; only a new peer helps. */
  | { step: 'broken' };

export interface PeerState {
  name: string;
  offersMade: number;
  /** The partner's peer that ours is described to; null: none yet. */
  partner: string | null;
  /** The highest number of an offer of that peer; 0: none yet, or its app does not number them. */
  lastOffer: number;
  /** ICE user fragments of the partner's description. */
  fragments: readonly string[];
  /** Candidates that overtook their description. */
  held: readonly NonNullable<Candidate>[];
  exchange: Exchange;
}

export const freshPeer = (name: string): PeerState => ({
  name,
  offersMade: 0,
  partner: null,
  lastOffer: 0,
  fragments: [],
  held: [],
  exchange: { step: 'waiting' },
});

/** Two peers that come to an agreement, in a call or ahead of one. */
export interface Negotiation {
  session: PeerSession;
  peer: PeerState;
  /** When either side last began to connect anew. */
  offeredAtMs: number;
}

export interface Live extends Negotiation {
  session: CallSession;
  /** Attempts since sound was last heard. */
  attempts: number;
  isOnline: boolean;
  isPartnerAway: boolean;
  /** When this device last changed its network; null: not in this call. */
  movedAtMs: number | null;
}

export type LiveCall =
  | (Live & { phase: 'connecting'; sinceMs: number })
  | (Live & { phase: 'talking'; talkingSinceMs: number })
  /** `silentSinceMs`: when the sound went away; what comes after it is no talk. */
  | (Live & {
      phase: 'reconnecting';
      talkingSinceMs: number | null;
      silentSinceMs: number;
      giveUpAtMs: number;
    });

export type CallModel =
  /** `leftId`: the session that was left last, which a snapshot may still show for a moment. */
  | { phase: 'none'; leftId: string | null }
  | LiveCall
  | {
      phase: 'ended';
      session: CallSession;
      reason: EndReason | 'taken_elsewhere';
      requeued: boolean;
      talkMs: number;
    };

/** What came of connecting ahead of a match. `lost`: nothing, but the partner may believe otherwise; null: it was not tried. */
export type Preconnected = PeerState | 'lost' | null;

export type CallEvent =
  | { type: 'matched'; session: SessionView; preconnected: Preconnected }
  /** A snapshot shows this session. `startedAtMs`: by this device's clock. */
  | { type: 'resumed'; session: SessionView; startedAtMs: number }
  /** A snapshot shows no session. */
  | { type: 'session_gone'; requeued: boolean }
  | { type: 'session_ended'; sessionId: string; reason: EndReason; requeued: boolean }
  | { type: 'taken_elsewhere' }
  | { type: 'signals'; sessionId: string; signals: readonly Signal[] }
  | { type: 'partner_state'; sessionId: string; isAway: boolean }
  | { type: 'link'; isOnline: boolean }
  | { type: 'network_changed' }
  /** The browser has made the description that was asked for under this offer's name. */
  | { type: 'described'; peer: string; kind: 'offer' | 'answer'; offer: string; sdp: string }
  | { type: 'peer_broken'; peer: string }
  | { type: 'path_lost'; peer: string }
  | { type: 'sound'; peer: string; path: 'direct' | 'relay' }
  | { type: 'silence'; peer: string }
  | { type: 'timer'; timer: CallTimer }
  | { type: 'hang_up' }
  /** The partner's app said so itself. */
  | { type: 'partner_hung_up'; peer: string }
  | { type: 'dismiss' }
  /** Somebody else, or nobody, is logged in now. */
  | { type: 'abandon' };

/** `retry`: the last attempt to connect has had its time. `give_up`: so has the call. */
export type CallTimer = 'retry' | 'give_up';

export type CallEffect =
  | { type: 'open_peer'; peer: string; session: PeerSession }
  | { type: 'close_peer'; peer: string }
  | { type: 'configure_peer'; peer: string; session: PeerSession }
  | { type: 'make_offer'; peer: string; offer: string; iceRestart: boolean }
  | { type: 'answer_offer'; peer: string; offer: string; sdp: string }
  | { type: 'accept_answer'; peer: string; sdp: string }
  | { type: 'add_candidates'; peer: string; candidates: readonly NonNullable<Candidate>[] }
  /** Tell the present description once more, with the candidates found since. */
  | { type: 'describe_again'; peer: string; kind: 'offer' | 'answer'; offer: string }
  | { type: 'send_signal'; sessionId: string; signal: Signal }
  | { type: 'report_connected'; sessionId: string; path: 'direct' | 'relay' }
  /** Tell the partner's app itself that the talk is over: the server may be away. */
  | { type: 'say_bye'; peer: string }
  | { type: 'end_session'; sessionId: string }
  /** Replaces the one of that name which is set. */
  | { type: 'set_timer'; timer: CallTimer; ms: number }
  | { type: 'clear_timers' };

/** What a transition needs of the world: the time, and a name that no peer has had. */
export interface Moment {
  atMs: number;
  newPeer: string;
}

export interface Step<State> {
  state: State;
  effects: readonly CallEffect[];
}

/** Goes on from a step and keeps the effects of both, in order. */
export function andThen<A, B>(step: Step<A>, next: (state: A) => Step<B>): Step<B> {
  const after = next(step.state);
  return { state: after.state, effects: [...step.effects, ...after.effects] };
}

export const stay = <State>(state: State): Step<State> => ({ state, effects: [] });
