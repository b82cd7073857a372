import { describe, expect, test } from 'vitest';
import type { Signal } from '@suhbatdosh/server/contract';
import { aSessionView } from './aSessionView.ts';
import {
  ANSWERER,
  aCandidate,
  anAnswer,
  anOffer,
  described,
  matched,
  OFFERER,
  resumed,
  sdpOf,
  SESSION,
  signals,
  sound,
} from './callEvents.ts';
import { transition, whoIsAway } from './callMachine.ts';
import type { CallEffect, CallEvent, CallModel, LiveCall } from './callModel.ts';
import { readTags } from './sdpTags.ts';

const NOBODY: CallModel = { phase: 'none', leftId: null };

/** Runs events one after the other; every event has its second, and the peers are called p0, p1 … after it. */
function run(events: readonly CallEvent[], from: CallModel = NOBODY, startSecond = 0) {
  let model = from;
  let effects: readonly CallEffect[] = [];
  events.forEach((event, index) => {
    const second = startSecond + index;
    ({ state: model, effects } = transition(model, event, { atMs: second * 1_000, newPeer: `p${second}` }));
  });
  return { model, effects, kinds: effects.map((effect) => effect.type) };
}

const live = (model: CallModel): LiveCall => {
  if (model.phase === 'none' || model.phase === 'ended') throw new Error(`not live but ${model.phase}`);
  return model;
};

/** The offerer p0 talks with the partner's peer q. */
const TALKING = [matched(OFFERER), signals(anAnswer('q', 'p0.1')), sound('p0')];
/** The answerer p0 talks with the partner's peer q. */
const ANSWERED = [matched(ANSWERER), signals(anOffer('q')), described('p0', 'answer', 'q.1'), sound('p0')];

describe('set-up', () => {
  test('the offerer offers at once', () => {
    const { model, effects } = run([matched(OFFERER)]);
    expect(effects).toContainEqual({ type: 'make_offer', peer: 'p0', offer: 'p0.1', iceRestart: false });
    expect(model).toMatchObject({ phase: 'connecting', sinceMs: 0 });
  });

  test('the answerer waits, and offers itself when nothing comes in four seconds', () => {
    const waiting = run([matched(ANSWERER)]);
    expect(waiting.kinds).not.toContain('make_offer');
    expect(run([{ type: 'timer', timer: 'retry' }], waiting.model, 4).kinds).toContain('make_offer');
  });

  test('an offer is told with its names, and its answer taken', () => {
    const { effects } = run([matched(OFFERER), described('p0', 'offer', 'p0.1')]);
    const [told] = effects;
    if (told?.type !== 'send_signal' || told.signal.type !== 'offer') throw new Error('no offer was told');
    expect(readTags(told.signal.sdp)).toMatchObject({ peer: 'p0', offer: 'p0.1', to: null });
    expect(run([matched(OFFERER), signals(anAnswer('q', 'p0.1'))]).kinds).toEqual(['accept_answer']);
  });

  test('an answer to another offer is ignored', () => {
    expect(run([matched(OFFERER), signals(anAnswer('q', 'p9.1'))]).effects).toEqual([]);
  });

  test('an answer of a client that names nothing is taken', () => {
    const { kinds } = run([matched(OFFERER), signals({ type: 'answer', sdp: sdpOf('q') })]);
    expect(kinds).toEqual(['accept_answer']);
  });

  test('candidates wait for their description and are handed out after it; strangers’ stay behind', () => {
    const early = run([matched(ANSWERER), signals(aCandidate('q'), aCandidate('x'))]);
    expect(early.effects).toEqual([]);
    const { effects } = run([signals(anOffer('q'))], early.model, 2);
    expect(effects.map((effect) => effect.type)).toEqual(['answer_offer', 'add_candidates']);
    expect(effects[1]).toMatchObject({ candidates: [{ usernameFragment: 'q' }] });
    expect(run([signals(aCandidate('x'))], early.model, 3).effects).toEqual([]);
  });

  test('held candidates fill no memory', () => {
    const many = Array.from({ length: 200 }, () => aCandidate('x'));
    expect(live(run([matched(ANSWERER), signals(...many)]).model).peer.held.length).toBe(60);
  });

  test('the first sound makes it a talk, and is reported with its path', () => {
    const { model, effects } = run(TALKING);
    expect(model).toMatchObject({ phase: 'talking', talkingSinceMs: 2_000 });
    expect(effects).toContainEqual({ type: 'report_connected', sessionId: SESSION, path: 'direct' });
    expect(effects).toContainEqual({ type: 'clear_timers' });
  });

  test('a match that is told twice begins once', () => {
    expect(run([matched(OFFERER), matched(OFFERER)]).effects).toEqual([]);
  });
});

describe('offers that cross', () => {
  test('the answerer gives way', () => {
    const { kinds } = run([resumed(ANSWERER), signals(anOffer('q'))]);
    expect(kinds).toEqual(['answer_offer']);
  });

  test('the offerer keeps its own and tells it once more', () => {
    const { effects } = run([matched(OFFERER), signals(anOffer('q'))]);
    expect(effects).toEqual([{ type: 'describe_again', peer: 'p0', kind: 'offer', offer: 'p0.1' }]);
  });

  test('an offer that was dropped is not told when the browser has made it at last', () => {
    const { effects } = run([resumed(ANSWERER), signals(anOffer('q')), described('p0', 'offer', 'p0.1')]);
    expect(effects).toEqual([]);
  });

  test('an offer that comes twice is answered twice, but applied once', () => {
    const { effects } = run([...ANSWERED.slice(0, 3), signals(anOffer('q'))]);
    expect(effects).toEqual([{ type: 'describe_again', peer: 'p0', kind: 'answer', offer: 'q.1' }]);
  });

  test('an offer that the server hands on late, after newer ones came directly, is stale', () => {
    const newer = [...ANSWERED, signals(anOffer('q', 3, 'p0')), described('p0', 'answer', 'q.3')];
    expect(run([...newer, signals(anOffer('q', 2, 'p0'))]).kinds).toEqual([]);
    const ours: CallEvent[] = [
      { type: 'network_changed' },
      described('p0', 'offer', 'p0.1'),
      signals(anAnswer('q', 'p0.1')),
    ];
    expect(run([...newer, ...ours, signals(anOffer('q', 3, 'p0'))]).kinds).toEqual([]);
    expect(run([...newer, ...ours, signals(anOffer('q', 4, 'p0'))]).kinds).toEqual(['answer_offer']);
  });

  test('of two offers that come before an answer is made only the later is answered', () => {
    const two = [matched(ANSWERER), signals(anOffer('q', 1), anOffer('q', 2))];
    expect(run([...two, described('p0', 'answer', 'q.1')]).effects).toEqual([]);
    expect(run([...two, described('p0', 'answer', 'q.2')]).kinds).toEqual(['send_signal']);
  });
});

describe('reloads', () => {
  test('the partner’s: an offer from a new peer replaces ours, whatever we were doing', () => {
    const { model, kinds } = run([...TALKING, { type: 'silence', peer: 'p0' }, signals(anOffer('r'))]);
    expect(kinds).toEqual(['close_peer', 'open_peer', 'answer_offer']);
    expect(live(model).peer).toMatchObject({ name: 'p4', partner: 'r' });
  });

  test('the partner’s, while sound still seems to come: reconnecting, with time to give up', () => {
    const { model, effects } = run([...TALKING, signals(anOffer('r'))]);
    expect(model).toMatchObject({ phase: 'reconnecting', talkingSinceMs: 2_000, giveUpAtMs: 33_000 });
    expect(effects).toContainEqual({ type: 'set_timer', timer: 'give_up', ms: 30_000 });
  });

  test('a restart of the partner’s present peer keeps ours', () => {
    const { model, kinds } = run([...ANSWERED, signals(anOffer('q', 2, 'p0'))]);
    expect(kinds).toEqual(['answer_offer']);
    expect(model.phase).toBe('talking');
  });

  test('an offer for a peer of ours that is gone is stale', () => {
    expect(run([resumed(ANSWERER), signals(anOffer('q', 7, 'before the reload'))]).effects).toEqual([]);
  });

  test('our own: a new peer that speaks first, whatever the role', () => {
    const { model, kinds } = run([resumed(aSessionView({ role: 'answerer', state: 'active' }))]);
    expect(kinds).toContain('make_offer');
    expect(model).toMatchObject({ phase: 'reconnecting', talkingSinceMs: -60_000, giveUpAtMs: 30_000 });
  });

  test('our own, before anything was heard: still connecting', () => {
    expect(run([resumed(ANSWERER)]).model.phase).toBe('connecting');
  });

  test('a new page that answers the offer for the old one gets one of its own', () => {
    const restarted = run([...TALKING, { type: 'network_changed' }]);
    expect(restarted.kinds).toEqual(['make_offer']);
    const stranger: Signal = { type: 'answer', sdp: sdpOf('stranger') };
    const { kinds } = run([signals(stranger)], restarted.model, 9);
    expect(kinds.slice(0, 3)).toEqual(['close_peer', 'open_peer', 'make_offer']);
  });

  test('a snapshot of the running call changes nothing that works, and refreshes the relays', () => {
    expect(run([...TALKING, resumed(OFFERER)]).kinds).toEqual(['configure_peer']);
  });

  test('a snapshot while nothing is heard tells the offer again: signals may have been lost', () => {
    expect(run([matched(OFFERER), resumed(OFFERER)]).kinds).toEqual(['configure_peer', 'describe_again']);
  });
});

describe('losing the sound', () => {
  test('the offerer restarts at once', () => {
    const talked = run(TALKING).model;
    const { model, effects } = run([{ type: 'silence', peer: 'p0' }], talked, 60);
    expect(model).toMatchObject({ phase: 'reconnecting', giveUpAtMs: 90_000 });
    expect(effects).toContainEqual({ type: 'make_offer', peer: 'p0', offer: 'p0.2', iceRestart: true });
  });

  test('the answerer leaves it to the other side for four seconds', () => {
    const talked = run(ANSWERED).model;
    const silent = run([{ type: 'silence', peer: 'p0' }], talked, 60);
    expect(silent.kinds).toEqual(['set_timer', 'set_timer']);
    expect(run([{ type: 'timer', timer: 'retry' }], silent.model, 64).kinds).toContain('make_offer');
  });

  test('the side whose network changed restarts, whatever its role, and tells whose fault it is', () => {
    const { model, kinds } = run([{ type: 'network_changed' }], run(ANSWERED).model, 60);
    expect(kinds).toEqual(['make_offer']);
    expect(model.phase).toBe('talking');
    expect(whoIsAway(live(model), 61_000)).toBe('me');
    expect(whoIsAway(live(model), 75_000)).toBe('unknown');
  });

  test('several signs of one loss make one restart', () => {
    const talked = run(TALKING).model;
    const first = run([{ type: 'silence', peer: 'p0' }], talked, 60);
    const second = run([{ type: 'path_lost', peer: 'p0' }], first.model, 62);
    expect(second.kinds).not.toContain('make_offer');
    expect(second.kinds).not.toContain('describe_again');
  });

  test('a network that comes while an offer of the old one waits is offered anew', () => {
    const silent = run([{ type: 'silence', peer: 'p0' }], run(TALKING).model, 60);
    const { effects } = run([{ type: 'network_changed' }], silent.model, 62);
    expect(effects).toContainEqual({ type: 'make_offer', peer: 'p0', offer: 'p0.3', iceRestart: true });
  });

  test('attempts come after 4, 4, 4 and then 8 seconds, and the fourth brings a new peer', () => {
    let { model } = run([{ type: 'silence', peer: 'p0' }], run(TALKING).model, 60);
    const waits: number[] = [];
    const done: string[] = [];
    let second = 64;
    for (let attempt = 0; attempt < 4; attempt++) {
      const step = run([{ type: 'timer', timer: 'retry' }], model, second);
      model = step.model;
      for (const effect of step.effects) {
        if (effect.type === 'set_timer') waits.push(effect.ms);
        if (effect.type === 'describe_again' || effect.type === 'open_peer') done.push(effect.type);
      }
      second += 4;
    }
    expect(waits).toEqual([4_000, 4_000, 8_000, 8_000]);
    expect(done).toEqual(['describe_again', 'describe_again', 'describe_again', 'open_peer']);
  });

  test('sound that comes back makes it the same talk, reported again', () => {
    const { model, kinds } = run([...TALKING, { type: 'silence', peer: 'p0' }, sound('p0')]);
    expect(model).toMatchObject({ phase: 'talking', talkingSinceMs: 2_000, attempts: 0 });
    expect(kinds).toEqual(['clear_timers', 'report_connected']);
  });

  test('a peer that the browser gave up on is replaced after a second', () => {
    const broken = run([...TALKING, { type: 'peer_broken', peer: 'p0' }]);
    expect(broken.effects).toContainEqual({ type: 'set_timer', timer: 'retry', ms: 1_000 });
    const { kinds } = run([{ type: 'timer', timer: 'retry' }], broken.model, 5);
    expect(kinds).toEqual(['set_timer', 'close_peer', 'open_peer', 'make_offer']);
  });

  test('what an old peer says no longer counts', () => {
    const rebuilt = run([...TALKING, signals(anOffer('r'))]);
    const late: CallEvent[] = [
      sound('p0'),
      { type: 'peer_broken', peer: 'p0' },
      { type: 'silence', peer: 'p0' },
    ];
    for (const event of late) expect(run([event], rebuilt.model, 5).effects).toEqual([]);
  });

  test('whose side went away is told as far as it shows', () => {
    const away: CallEvent = { type: 'partner_state', sessionId: SESSION, isAway: true };
    const model = live(run([...TALKING, { type: 'silence', peer: 'p0' }, away]).model);
    expect(whoIsAway(model, 90_000)).toBe('partner');
    expect(whoIsAway({ ...model, isOnline: false }, 90_000)).toBe('me');
    expect(whoIsAway({ ...model, isPartnerAway: false }, 90_000)).toBe('unknown');
  });

  test('after 45 s both are told that it is over', () => {
    const silent = run([{ type: 'silence', peer: 'p0' }], run(TALKING).model, 60);
    const { model, kinds } = run([{ type: 'timer', timer: 'give_up' }], silent.model, 105);
    expect(model).toMatchObject({ phase: 'ended', reason: 'partner_lost', talkMs: 58_000 });
    expect(kinds).toEqual(['clear_timers', 'close_peer', 'end_session']);
  });

  test('the silence before the end is no talk, whoever ends it; one that was overcome is', () => {
    const silent = run([{ type: 'silence', peer: 'p0' }], run(TALKING).model, 60).model;
    const over: CallEvent = {
      type: 'session_ended',
      sessionId: SESSION,
      reason: 'partner_lost',
      requeued: false,
    };
    for (const end of [over, { type: 'hang_up' }, { type: 'session_gone', requeued: false }] as const) {
      expect(run([end], silent, 100).model).toMatchObject({ phase: 'ended', talkMs: 58_000 });
    }
    const back = run([sound('p0')], silent, 80).model;
    expect(run([over], back, 100).model).toMatchObject({ phase: 'ended', talkMs: 98_000 });
  });

  test('a call that never was heard ends as one that did not connect', () => {
    const { model } = run([matched(OFFERER), { type: 'timer', timer: 'give_up' }]);
    expect(model).toMatchObject({ phase: 'ended', reason: 'connect_failed', talkMs: 0 });
  });
});

describe('the end, in every state', () => {
  const PHASES: Record<string, readonly CallEvent[]> = {
    connecting: [matched(OFFERER)],
    talking: TALKING,
    reconnecting: [...TALKING, { type: 'silence', peer: 'p0' }],
  };
  for (const [phase, events] of Object.entries(PHASES)) {
    test(`${phase}: hanging up closes, tells the server, and says so`, () => {
      const { model, kinds } = run([...events, { type: 'hang_up' }]);
      expect(model).toMatchObject({ phase: 'ended', reason: 'left', requeued: false });
      expect(kinds).toEqual(['say_bye', 'clear_timers', 'close_peer', 'end_session']);
    });

    test(`${phase}: a partner who hangs up ends it once, and only by the channel of the present peer`, () => {
      const bye = (peer: string): CallEvent => ({ type: 'partner_hung_up', peer });
      expect(run([...events, bye('gone')]).model.phase).toBe(phase);
      const { model, kinds } = run([...events, bye('p0'), bye('p0')]);
      expect(model).toMatchObject({ phase: 'ended', reason: 'partner_left', requeued: false });
      expect(kinds).toEqual([]);
    });

    test(`${phase}: the server's end is final and nothing is told back`, () => {
      const over: CallEvent = {
        type: 'session_ended',
        sessionId: SESSION,
        reason: 'partner_left',
        requeued: true,
      };
      const { model, kinds } = run([...events, over]);
      const reason = phase === 'reconnecting' ? 'partner_lost' : 'partner_left';
      expect(model).toMatchObject({ phase: 'ended', reason, requeued: true });
      expect(kinds).toEqual(['clear_timers', 'close_peer']);
    });

    test(`${phase}: another device that takes the call over ends it here only`, () => {
      const { model, kinds } = run([...events, { type: 'taken_elsewhere' }]);
      expect(model).toMatchObject({ phase: 'ended', reason: 'taken_elsewhere' });
      expect(kinds).not.toContain('end_session');
    });

    test(`${phase}: a session that is gone from the snapshot has ended`, () => {
      const { model } = run([...events, { type: 'session_gone', requeued: true }]);
      expect(model).toMatchObject({ phase: 'ended', reason: 'partner_lost', requeued: true });
    });

    test(`${phase}: the end of another session is not ours`, () => {
      const other: CallEvent = { type: 'session_ended', sessionId: 'other', reason: 'left', requeued: false };
      expect(run([...events, other]).effects).toEqual([]);
    });

    test(`${phase}: a new match takes its place`, () => {
      const { model, kinds } = run([...events, matched(aSessionView({ id: 'next' }))]);
      expect(live(model).session.id).toBe('next');
      expect(kinds.slice(0, 3)).toEqual(['close_peer', 'clear_timers', 'open_peer']);
    });

    test(`${phase}: a logout leaves nothing`, () => {
      expect(run([...events, { type: 'abandon' }]).model).toEqual({ phase: 'none', leftId: SESSION });
    });
  }

  test('a call that was left does not come back by a snapshot that had not heard of it', () => {
    const left = run([...TALKING, { type: 'hang_up' }]);
    expect(run([resumed(OFFERER)], left.model, 9).effects).toEqual([
      { type: 'end_session', sessionId: SESSION },
    ]);
    const dismissed = run([{ type: 'dismiss' }], left.model, 9);
    expect(run([resumed(OFFERER)], dismissed.model, 10).kinds).toEqual(['end_session']);
  });
});
