import type { SessionView } from '@suhbatdosh/server/contract';
import { andThen, freshPeer, stay } from './callModel.ts';
import type {
  CallEvent,
  CallModel,
  CallSession,
  Live,
  LiveCall,
  Moment,
  PeerState,
  Step,
} from './callModel.ts';
import { beginOffer, openPeer, receiveSignal, tellDescription } from './negotiate.ts';

/** Silence that nobody waits out. The server keeps the session longer, for a device that has only lost the server. */
const GIVE_UP_MS = 30_000;
/** The server gives up on a match before that, and puts both back into the queue. */
const CONNECT_GIVE_UP_MS = 45_000;
/** Two sides, and three ways to notice a loss, agree on one restart. */
const DEDUPE_MS = 4_000;
/** A device that has just got another network does not wait for the others to notice. */
const MOVED_DEDUPE_MS = 1_000;
/** What an attempt may take before the next: below four seconds it would only disturb the one that runs on a slow network. */
const RETRY_MS = [4_000, 4_000, 4_000, 8_000];
const BROKEN_RETRY_MS = 1_000;
/** Restarts that did not help before the peer itself is replaced. */
const RESTARTS_MAX = 3;
/** So long after a change of network the silence is ours. */
const MOVED_RECENTLY_MS = 10_000;

/**
 * The whole life of a call as data: what happened in, what is to be done out. Knows no browser and no clock.
 * Never throws; an event that makes no sense now (a late answer, a timer of a call that is over) changes nothing.
 */
export function transition(model: CallModel, event: CallEvent, moment: Moment): Step<CallModel> {
  switch (event.type) {
    case 'matched':
      return isLive(model) && model.session.id === event.session.id
        ? stay(model)
        : match(model, event, moment);
    case 'resumed':
      return resume(model, event, moment);
    case 'dismiss':
      return model.phase === 'ended' ? stay({ phase: 'none', leftId: leftId(model) }) : stay(model);
    default:
      return isLive(model) ? transitionLive(model, event, moment) : stay(model);
  }
}

function transitionLive(live: LiveCall, event: CallEvent, moment: Moment): Step<CallModel> {
  const { atMs } = moment;
  switch (event.type) {
    case 'session_ended':
      return event.sessionId === live.session.id ? end(live, reasonSeen(live, event), atMs) : stay(live);
    case 'session_gone':
      // It ended while we could not hear of it, so the reason is not known; that we were away is.
      return end(live, { reason: 'partner_lost', requeued: event.requeued }, atMs);
    case 'taken_elsewhere':
      return end(live, { reason: 'taken_elsewhere', requeued: false }, atMs);
    case 'hang_up':
      return hangUp(live, atMs);
    case 'partner_hung_up':
      return event.peer === live.peer.name
        ? end(live, { reason: 'partner_left', requeued: false }, atMs)
        : stay(live);
    case 'abandon':
      return andThen(end(live, { reason: 'left', requeued: false }, atMs), () =>
        stay({ phase: 'none', leftId: live.session.id }),
      );
    case 'signals':
      return event.sessionId === live.session.id ? receive(live, event, moment) : stay(live);
    case 'partner_state':
      return stay(event.sessionId === live.session.id ? { ...live, isPartnerAway: event.isAway } : live);
    case 'link':
      return stay({ ...live, isOnline: event.isOnline });
    case 'network_changed':
      return move({ ...live, movedAtMs: atMs }, moment);
    case 'described':
      return event.peer === live.peer.name ? tellDescription(live, event) : stay(live);
    case 'peer_broken':
      return event.peer === live.peer.name ? breakPeer(live, atMs) : stay(live);
    case 'path_lost':
    case 'silence':
      return event.peer === live.peer.name ? lose(live, moment) : stay(live);
    case 'sound':
      return event.peer === live.peer.name ? hear(live, event.path, atMs) : stay(live);
    case 'timer':
      return event.timer === 'give_up' ? giveUp(live, atMs) : retry(live, moment);
    case 'matched':
    case 'resumed':
    case 'dismiss':
      return stay(live);
    default:
      return event satisfies never;
  }
}

/** Who gives up a talk that broke off ends it for the server; for the other it broke off all the same. */
const reasonSeen = (live: LiveCall, { reason, requeued }: Extract<CallEvent, { type: 'session_ended' }>) =>
  ({
    reason: live.phase === 'reconnecting' && reason === 'partner_left' ? 'partner_lost' : reason,
    requeued,
  }) as const;

const isLive = (model: CallModel): model is LiveCall =>
  model.phase === 'connecting' || model.phase === 'talking' || model.phase === 'reconnecting';

const retryMs = (attempts: number): number => RETRY_MS[Math.min(attempts, RETRY_MS.length - 1)] ?? DEDUPE_MS;

function match(
  model: CallModel,
  { session, preconnected }: Extract<CallEvent, { type: 'matched' }>,
  moment: Moment,
): Step<CallModel> {
  const start = { ...moment, talkedSinceMs: null };
  if (preconnected === null) return begin(model, session, start);
  return preconnected === 'lost'
    ? begin(model, session, { ...start, isResumed: true })
    : begin(model, session, { ...start, peer: preconnected });
}

interface Start extends Moment {
  /** null for a new call; for one that is resumed, since when (it may never have connected). */
  talkedSinceMs: number | null;
  isResumed?: boolean;
  /** Connected, or about to be. */
  peer?: PeerState;
}

function begin(before: CallModel, view: SessionView, start: Start): Step<CallModel> {
  const { atMs, talkedSinceMs, isResumed = false, peer = freshPeer(start.newPeer) } = start;
  const session = toCallSession(view);
  const live: Live = {
    session,
    peer,
    attempts: 0,
    offeredAtMs: atMs,
    isOnline: true,
    isPartnerAway: false,
    movedAtMs: null,
  };
  const call: LiveCall =
    talkedSinceMs === null
      ? { ...live, phase: 'connecting', sinceMs: atMs }
      : { ...live, ...silentFrom(atMs), talkingSinceMs: talkedSinceMs };
  const opened: Step<LiveCall> = {
    state: call,
    effects: [
      ...(isLive(before) ? [{ type: 'close_peer' as const, peer: before.peer.name }] : []),
      { type: 'clear_timers' },
      { type: 'open_peer', peer: peer.name, session },
      { type: 'set_timer', timer: 'retry', ms: retryMs(0) },
      {
        type: 'set_timer',
        timer: 'give_up',
        ms: talkedSinceMs === null ? CONNECT_GIVE_UP_MS : GIVE_UP_MS,
      },
    ],
  };
  if (start.peer !== undefined) {
    // A partner whose app does not connect ahead has dropped our offer.
    return peer.exchange.step === 'offering' ? andThen(opened, repeatOffer) : opened;
  }
  // After a reload nobody else knows that there is a new peer: it speaks first, whatever the role.
  return session.role === 'offerer' || isResumed
    ? andThen(opened, (state) => beginOffer(state, atMs))
    : opened;
}

function resume(
  model: CallModel,
  event: Extract<CallEvent, { type: 'resumed' }>,
  moment: Moment,
): Step<CallModel> {
  const { session } = event;
  if (leftId(model) === session.id) {
    return { state: model, effects: [{ type: 'end_session', sessionId: session.id }] };
  }
  if (isLive(model) && model.session.id === session.id) {
    const refreshed = { ...model, session: toCallSession(session) };
    const configured: Step<LiveCall> = {
      state: refreshed,
      effects: [{ type: 'configure_peer', peer: model.peer.name, session: refreshed.session }],
    };
    // Signals may have been lost between the old stream and this one.
    return model.phase === 'talking' ? configured : andThen(configured, (live) => reconnect(live, moment));
  }
  const talkedSinceMs = session.state === 'connecting' ? null : event.startedAtMs;
  return begin(model, session, { ...moment, talkedSinceMs, isResumed: true });
}

/** The session that this learner has left; null: none, or it goes on at another device. */
function leftId(model: CallModel): string | null {
  if (model.phase === 'none') return model.leftId;
  return model.phase === 'ended' && model.reason !== 'taken_elsewhere' ? model.session.id : null;
}

const silentFrom = (atMs: number) =>
  ({ phase: 'reconnecting', silentSinceMs: atMs, giveUpAtMs: atMs + GIVE_UP_MS }) as const;

function toCallSession(view: SessionView): CallSession {
  const { id, mode, role, partner, iceServers, iceTransportPolicy } = view;
  return { id, mode, role, partner, iceServers, iceTransportPolicy };
}

function end(
  live: LiveCall,
  how: Pick<Extract<CallModel, { phase: 'ended' }>, 'reason' | 'requeued'>,
  atMs: number,
): Step<CallModel> {
  const since = live.phase === 'connecting' ? null : live.talkingSinceMs;
  // Waiting for somebody who never came back is not talking.
  const until = live.phase === 'reconnecting' ? live.silentSinceMs : atMs;
  return {
    state: {
      phase: 'ended',
      session: live.session,
      reason: how.reason,
      requeued: how.requeued,
      talkMs: since === null ? 0 : Math.max(0, until - since),
    },
    effects: [{ type: 'clear_timers' }, { type: 'close_peer', peer: live.peer.name }],
  };
}

function endBoth(
  live: LiveCall,
  reason: 'left' | 'partner_lost' | 'connect_failed',
  atMs: number,
): Step<CallModel> {
  const ended = end(live, { reason, requeued: false }, atMs);
  return { ...ended, effects: [...ended.effects, { type: 'end_session', sessionId: live.session.id }] };
}

function hangUp(live: LiveCall, atMs: number): Step<CallModel> {
  const said: Step<LiveCall> = { state: live, effects: [{ type: 'say_bye', peer: live.peer.name }] };
  return andThen(said, (state) => endBoth(state, 'left', atMs));
}

const giveUp = (live: LiveCall, atMs: number): Step<CallModel> =>
  live.phase === 'talking'
    ? stay(live)
    : endBoth(live, live.phase === 'connecting' ? 'connect_failed' : 'partner_lost', atMs);

function receive(
  live: LiveCall,
  event: Extract<CallEvent, { type: 'signals' }>,
  moment: Moment,
): Step<CallModel> {
  const before = live.peer.name;
  const received = event.signals.reduce<Step<LiveCall>>(
    (step, signal, index) =>
      // A batch may hold two new starts, and each peer needs a name of its own.
      andThen(step, (state) =>
        receiveSignal(state, signal, {
          ...moment,
          newPeer: index === 0 ? moment.newPeer : `${moment.newPeer}-${index}`,
        }),
      ),
    stay(live),
  );
  const hasNewPeer = received.state.peer.name !== before;
  return hasNewPeer ? andThen(received, (state) => becomeReconnecting(state, moment.atMs)) : received;
}

function becomeReconnecting(live: LiveCall, atMs: number): Step<LiveCall> {
  if (live.phase !== 'talking') return stay(live);
  const { talkingSinceMs } = live;
  return {
    state: { ...live, ...silentFrom(atMs), talkingSinceMs },
    effects: [
      { type: 'set_timer', timer: 'give_up', ms: GIVE_UP_MS },
      { type: 'set_timer', timer: 'retry', ms: retryMs(live.attempts) },
    ],
  };
}

function hear(live: LiveCall, path: 'direct' | 'relay', atMs: number): Step<CallModel> {
  const { session } = live;
  const talkingSinceMs =
    live.phase === 'connecting'
      ? atMs
      : live.phase === 'talking'
        ? live.talkingSinceMs
        : (live.talkingSinceMs ?? atMs);
  return {
    state: { ...live, phase: 'talking', talkingSinceMs, attempts: 0, isPartnerAway: false },
    effects: [{ type: 'clear_timers' }, { type: 'report_connected', sessionId: session.id, path }],
  };
}

/** The session's offerer acts at once; the other side only when that has not helped, or when it is the one that moved. */
function lose(live: LiveCall, moment: Moment): Step<CallModel> {
  return andThen(becomeReconnecting(live, moment.atMs), (lost) =>
    lost.session.role === 'offerer' || hasMovedRecently(lost, moment.atMs)
      ? reconnectOnce(lost, moment)
      : stay(lost),
  );
}

/** Also while sound still comes: the old path may live for a moment longer than it will. */
function move(live: LiveCall, moment: Moment): Step<CallModel> {
  if (moment.atMs - live.offeredAtMs < MOVED_DEDUPE_MS) return stay(live);
  // An offer of before names candidates of the old network.
  return live.peer.exchange.step === 'offering' ? beginOffer(live, moment.atMs) : reconnect(live, moment);
}

const hasMovedRecently = (live: Live, atMs: number): boolean =>
  live.movedAtMs !== null && atMs - live.movedAtMs < MOVED_RECENTLY_MS;

function retry(live: LiveCall, moment: Moment): Step<CallModel> {
  if (live.phase === 'talking') return stay(live);
  const attempts = live.attempts + 1;
  return andThen(
    {
      state: { ...live, attempts },
      effects: [{ type: 'set_timer', timer: 'retry', ms: retryMs(attempts) }],
    },
    (state) => reconnectOnce(state, moment),
  );
}

/** Not while an attempt of either side is still young. */
const reconnectOnce = (live: LiveCall, moment: Moment): Step<LiveCall> =>
  moment.atMs - live.offeredAtMs < DEDUPE_MS && live.peer.exchange.step !== 'broken'
    ? stay(live)
    : reconnect(live, moment);

/** One more attempt, in the mildest way that can help. */
function reconnect(live: LiveCall, moment: Moment): Step<LiveCall> {
  const { atMs, newPeer } = moment;
  const { exchange } = live.peer;
  if (exchange.step === 'broken' || live.attempts > RESTARTS_MAX) {
    return andThen(openPeer({ ...live, attempts: 0 }, newPeer), (fresh) => beginOffer(fresh, atMs));
  }
  switch (exchange.step) {
    case 'answering':
      return stay(live);
    case 'offering':
      // The offer, or its answer, was lost.
      return repeatOffer(live);
    case 'waiting':
    case 'settled':
      return beginOffer(live, atMs);
    default:
      return exchange satisfies never;
  }
}

function repeatOffer(live: LiveCall): Step<LiveCall> {
  const { exchange, name } = live.peer;
  if (exchange.step !== 'offering') return stay(live);
  const { offer } = exchange;
  return { state: live, effects: [{ type: 'describe_again', peer: name, kind: 'offer', offer }] };
}

function breakPeer(live: LiveCall, atMs: number): Step<CallModel> {
  const broken: LiveCall = { ...live, peer: { ...live.peer, exchange: { step: 'broken' } } };
  return andThen(becomeReconnecting(broken, atMs), (state) => ({
    state,
    effects: [{ type: 'set_timer', timer: 'retry', ms: BROKEN_RETRY_MS }],
  }));
}

/** Whose side went away, as far as it shows. */
export function whoIsAway(live: Live, atMs: number): 'me' | 'partner' | 'unknown' {
  if (!live.isOnline || hasMovedRecently(live, atMs)) return 'me';
  return live.isPartnerAway ? 'partner' : 'unknown';
}
