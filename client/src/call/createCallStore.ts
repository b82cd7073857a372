import { computed, effect, signal, untracked } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { ServerEvent, SessionView, Signal } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import type { TabPlace } from '../api/createTabPlace.ts';
import type { NetworkHint } from '../api/decideProbe.ts';
import type { Attention, ControlMessage } from './controlMessages.ts';
import { transition } from './callMachine.ts';
import type { CallEffect, CallEvent, CallModel, CallTimer, Preconnected } from './callModel.ts';
import type { CallStore } from './CallStore.ts';
import { createCallMonitor } from './createCallMonitor.ts';
import type { DataLedger } from './createDataLedger.ts';
import { createCredentials } from './createCredentials.ts';
import { createFarewell } from './createFarewell.ts';
import { createPartnerAttention } from './createPartnerAttention.ts';
import { createScreenLock } from './createScreenLock.ts';
import { createSessionSender } from './createSessionSender.ts';
import type { Microphone } from './Microphone.ts';
import type { Peer, PeerOptions } from './Peer.ts';
import type { Speaker } from './createSpeaker.ts';
import { createVoiceControl } from './createVoiceControl.ts';
import type { VoiceMeter } from './createVoiceMeter.ts';
import { directSignals } from './directSignals.ts';
import { relayedOnly } from './relayedOnly.ts';
import { toCallState } from './toCallState.ts';

interface CallOptions {
  api: Pick<Api, 'session' | 'turn'>;
  connection: Connection;
  microphone: Microphone;
  place: TabPlace;
  ledger: DataLedger;
  clock: Clock;
  newId: () => string;
  openPeer: (options: PeerOptions) => Peer;
  speaker: Speaker;
  meter: Pick<VoiceMeter, 'rms'>;
  keepScreenOn: () => Promise<(() => void) | null>;
  /** Of this side. */
  attention: ReadonlySignal<Attention>;
  /** Told when a call begins and when it is over. */
  routeForCall: (isInCall: boolean) => void;
  /** False: this learner is just leaving the queue, or has given an invitation up, and wants no match. */
  acceptsMatch: (session: SessionView) => boolean;
  /** What came of connecting ahead of this session; `openPeer` finds the peer by its name. */
  takePreconnected: (sessionId: string) => Preconnected;
}

export interface CallEngine extends CallStore {
  /** Goes on with a call that was at another device. */
  resume(session: SessionView): void;
  hint(hint: NetworkHint): void;
  /** For somebody else, or nobody, who is logged in now. */
  reset(): void;
}

/** Of the running call; null: none. */
const sessionIdOf = (model: CallModel): string | null =>
  model.phase === 'none' || model.phase === 'ended' ? null : model.session.id;

const isLivePhase = (phase: CallModel['phase']): boolean => phase !== 'none' && phase !== 'ended';

/** The shell around the machine: carries its effects out and tells it what comes of them. */
export function createCallStore(options: CallOptions): CallEngine {
  const { attention, clock, connection, ledger, microphone, place, speaker } = options;
  const sender = createSessionSender(options);
  const credentials = createCredentials(options);
  const monitor = createCallMonitor(clock, options.meter);
  const screenLock = createScreenLock(options.keepScreenOn);
  const model = signal<CallModel>({ phase: 'none', leftId: null });
  const isMuted = signal(false);
  const partnerMuted = signal(false);
  const partnerAttention = createPartnerAttention(clock);
  const voiceControl = createVoiceControl();
  const farewell = createFarewell({ clock, connection, end: (sessionId) => sender.end(sessionId) });
  const timers = new Map<CallTimer, () => void>();
  let current: { name: string; peer: Peer } | null = null;
  /** Its name already while it is being opened: one that was connected ahead has a stream at once. */
  let opened: string | null = null;

  const dispatch = (event: CallEvent): void => {
    const before = model.peek();
    const step = transition(before, event, { atMs: clock.now(), newPeer: options.newId() });
    model.value = step.state;
    if (step.state !== before) follow(before, step.state);
    for (const wanted of step.effects) carryOut(wanted);
  };

  /** What belongs to a call as a whole, whatever happens within it. */
  const follow = (before: CallModel, after: CallModel): void => {
    const isLive = isLivePhase(after.phase);
    screenLock.setWanted(isLive);
    if (isLive !== isLivePhase(before.phase)) options.routeForCall(isLive);
    if (!isLivePhase(before.phase) && after.phase !== 'none' && isLive) {
      farewell.settle();
      isMuted.value = false;
      if (attention.peek() === 'background') sender.background(after.session.id, true);
      monitor.reset(ledger.read(after.session.id));
      place.take();
      // Open already, but after a reload. A call without it goes on: one can at least listen and write.
      void microphone.open();
    }
    if (isLivePhase(before.phase) && !isLive) {
      partnerAttention.reset();
      sender.clear();
      void speaker.play(null);
      if (after.phase !== 'ended' || !after.requeued) place.leave();
    }
  };

  /** By the server and, where the channel is open, directly: a restart must get through while one of the two is gone. */
  const tell = (sessionId: string, told: Signal): void => {
    sender.signal(sessionId, told);
    const now = model.peek();
    const isHidden = now.phase !== 'none' && now.session.iceTransportPolicy === 'relay';
    const direct = isHidden ? relayedOnly(told) : told;
    if (direct !== null) current?.peer.tellSignal(direct);
  };

  const hear = (name: string, sessionId: string, message: ControlMessage): void => {
    const now = model.peek();
    if (current?.name !== name || now.phase === 'none' || now.phase === 'ended') return;
    switch (message.type) {
      case 'mute':
        partnerMuted.value = message.isMuted;
        return;
      case 'attention':
        partnerAttention.said('app', message.attention);
        return;
      case 'bye':
        dispatch({ type: 'partner_hung_up', peer: name });
        farewell.heard(sessionId);
        return;
      case 'signals':
        dispatch({ type: 'signals', sessionId, signals: directSignals(now.peer, message.signals) });
        return;
      default:
        message satisfies never;
    }
  };

  const openPeer = (wanted: Extract<CallEffect, { type: 'open_peer' }>): void => {
    const { peer: name, session } = wanted;
    partnerMuted.value = false;
    partnerAttention.reset();
    const track = microphone.track.peek();
    opened = name;
    const peer = options.openPeer({
      name,
      session,
      track,
      isMuted: isMuted.peek(),
      attention: attention.peek(),
      observer: {
        onDescription: (description) => dispatch({ type: 'described', peer: name, ...description }),
        onCandidate(candidate) {
          if (current?.name === name) tell(session.id, { type: 'ice_candidate', candidate });
        },
        // Whether the partner is heard is another question, and the one that matters.
        onPathMade: () => {},
        onPathLost: () => dispatch({ type: 'path_lost', peer: name }),
        onStream(stream) {
          if (opened === name) void speaker.play(stream);
        },
        onSaid: (message) => hear(name, session.id, message),
      },
    });
    current = { name, peer };
    credentials.note(session);
    monitor.watch(peer, {
      onSound: (path) => dispatch({ type: 'sound', peer: name, path }),
      onSilence: () => dispatch({ type: 'silence', peer: name }),
      onSample: (sample) => voiceControl.look(peer, sample),
    });
  };

  const closePeer = (name: string): void => {
    if (current?.name !== name) return;
    monitor.watch(null, { onSound: () => {}, onSilence: () => {}, onSample: () => {} });
    current.peer.close();
    current = null;
    opened = null;
  };

  /** Runs only on the peer that the machine meant; its failure is an event like any other. */
  const onPeer = (name: string, work: (peer: Peer) => Promise<void>): void => {
    if (current?.name !== name) return;
    work(current.peer).catch(() => dispatch({ type: 'peer_broken', peer: name }));
  };

  const configurePeer = ({ peer, session }: Extract<CallEffect, { type: 'configure_peer' }>): void => {
    if (current?.name !== peer) return;
    credentials.note(session);
    current.peer.configure(session);
  };

  /** The exchange may have moved on while credentials were fetched. */
  const negotiateFreshly = (
    wanted: Extract<CallEffect, { type: 'make_offer' | 'answer_offer' }>,
    work: (peer: Peer) => Promise<void>,
  ): void =>
    onPeer(wanted.peer, (peer) => {
      const freshening = credentials.freshen(peer);
      if (freshening === null) return work(peer);
      return freshening.then(() => {
        const now = model.peek();
        if (now.phase === 'none' || now.phase === 'ended') return undefined;
        const { exchange, name } = now.peer;
        const isWanted = name === wanted.peer && 'offer' in exchange && exchange.offer === wanted.offer;
        return isWanted ? work(peer) : undefined;
      });
    });

  const describeAgain = (wanted: Extract<CallEffect, { type: 'describe_again' }>): void => {
    const sdp = current?.name === wanted.peer ? current.peer.description() : null;
    if (sdp === null) return;
    const { peer, kind, offer } = wanted;
    dispatch({ type: 'described', peer, kind, offer, sdp });
  };

  const carryOut = (wanted: CallEffect): void => {
    switch (wanted.type) {
      case 'open_peer':
        return openPeer(wanted);
      case 'close_peer':
        return closePeer(wanted.peer);
      case 'configure_peer':
        return configurePeer(wanted);
      case 'make_offer':
        return negotiateFreshly(wanted, (peer) => peer.offer(wanted.offer, wanted.iceRestart));
      case 'answer_offer':
        return negotiateFreshly(wanted, (peer) => peer.answer(wanted.offer, wanted.sdp));
      case 'accept_answer':
        return onPeer(wanted.peer, (peer) => peer.accept(wanted.sdp));
      case 'add_candidates':
        return onPeer(wanted.peer, (peer) => peer.addCandidates(wanted.candidates));
      case 'describe_again':
        return describeAgain(wanted);
      case 'send_signal':
        return tell(wanted.sessionId, wanted.signal);
      case 'report_connected':
        return sender.connected(wanted.sessionId, wanted.path);
      case 'say_bye':
        return current?.name === wanted.peer ? current.peer.sayBye() : undefined;
      case 'end_session':
        return sender.end(wanted.sessionId);
      case 'set_timer':
        timers.get(wanted.timer)?.();
        timers.set(
          wanted.timer,
          clock.after(wanted.ms, () => dispatch({ type: 'timer', timer: wanted.timer })),
        );
        return;
      case 'clear_timers':
        for (const cancel of timers.values()) cancel();
        timers.clear();
        return;
      default:
        wanted satisfies never;
    }
  };

  const resume = (session: SessionView): void => {
    const startedAtMs = Date.parse(session.startedAt) - connection.clockOffsetMs.peek();
    dispatch({ type: 'resumed', session, startedAtMs });
  };

  const onSnapshot = ({ session, queue }: Extract<ServerEvent, { type: 'snapshot' }>): void => {
    if (session === null) {
      dispatch({ type: 'session_gone', requeued: queue.state === 'waiting' });
    } else if (place.isMine()) {
      resume(session);
    }
  };

  const onMatched = (session: SessionView): void => {
    if (!options.acceptsMatch(session)) return sender.end(session.id);
    dispatch({ type: 'matched', session, preconnected: options.takePreconnected(session.id) });
  };

  connection.onEvent((event) => {
    switch (event.type) {
      case 'snapshot':
        return onSnapshot(event);
      case 'matched':
        return onMatched(event.session);
      case 'signal':
        return dispatch({ type: 'signals', sessionId: event.sessionId, signals: event.signals });
      case 'partner_state':
        if (event.state !== 'reconnecting' && event.sessionId === sessionIdOf(model.peek())) {
          partnerAttention.said('server', event.state === 'background' ? 'background' : 'here');
        }
        return dispatch({ ...event, isAway: event.state === 'reconnecting' });
      case 'session_ended':
        farewell.settle();
        return dispatch(event);
      case 'taken_elsewhere':
        return event.deviceId === connection.deviceId ? undefined : dispatch({ type: 'taken_elsewhere' });
      default:
        return undefined;
    }
  });

  effect(() => {
    const isOnline = connection.state.value === 'online';
    untracked(() => dispatch({ type: 'link', isOnline }));
  });

  effect(() => {
    const bytes = monitor.dataBytes.value;
    const now = model.peek();
    if (now.phase !== 'none' && now.phase !== 'ended') ledger.note(now.session.id, bytes);
  });

  effect(() => {
    const track = microphone.track.value;
    if (track !== null) track.enabled = !isMuted.peek();
    current?.peer.setTrack(track);
  });

  let toldBackground = attention.peek() === 'background';
  effect(() => {
    const now = attention.value;
    untracked(() => {
      const isBackground = now === 'background';
      const sessionId = sessionIdOf(model.peek());
      current?.peer.tellAttention(now);
      if (sessionId !== null && isBackground !== toldBackground) sender.background(sessionId, isBackground);
      toldBackground = isBackground;
    });
  });

  const setMuted = (next: boolean): void => {
    isMuted.value = next;
    const track = microphone.track.peek();
    if (track !== null) track.enabled = !next;
    else if (!next) void microphone.open();
    current?.peer.tellMuted(next);
  };

  return {
    state: computed(() => toCallState(model.value, clock.now())),
    isMuted: computed(() => isMuted.value),
    partnerMuted: computed(() => partnerMuted.value),
    partnerAttention: partnerAttention.shown,
    isInterrupted: microphone.isInterrupted,
    myLevel: monitor.myLevel,
    partnerLevel: monitor.partnerLevel,
    quality: monitor.quality,
    dataBytes: monitor.dataBytes,
    needsTap: speaker.needsTap,
    microphoneTrouble: microphone.trouble,
    async openMicrophone() {
      await microphone.open();
    },
    resumeSound: speaker.resume,
    resume,
    toggleMute: () => setMuted(!isMuted.peek()),
    async hangUp() {
      dispatch({ type: 'hang_up' });
    },
    dismiss: () => dispatch({ type: 'dismiss' }),
    hint(hint) {
      if (hint !== 'visible') {
        dispatch({ type: 'network_changed' });
        return;
      }
      screenLock.renew();
      void speaker.resume();
      if (isLivePhase(model.peek().phase)) void microphone.revive();
    },
    reset() {
      dispatch({ type: 'abandon' });
      sender.clear();
    },
  };
}
