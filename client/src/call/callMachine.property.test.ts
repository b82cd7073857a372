import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
  sound,
} from './callEvents.ts';
import { transition } from './callMachine.ts';
import type { CallEvent, CallModel } from './callModel.ts';

describe('any sequence of events', () => {
  const names = fc.constantFrom('p0', 'p1', 'p2', 'p5', 'q', 'r');
  const session = fc.constantFrom(OFFERER, ANSWERER, aSessionView({ id: 'other', state: 'active' }));
  const sessionId = fc.constantFrom(SESSION, 'other');
  const signal = fc.oneof(
    fc.tuple(names, fc.integer({ min: 1, max: 3 }), fc.option(names)).map((args) => anOffer(...args)),
    fc.tuple(names, names).map(([peer, of]) => anAnswer(peer, `${of}.1`)),
    names.map((name) => ({ type: 'answer' as const, sdp: sdpOf(name) })),
    names.map(aCandidate),
    fc.constant({ type: 'ice_candidate' as const, candidate: null }),
    fc.string().map((sdp) => ({ type: 'offer' as const, sdp })),
  );
  const event: fc.Arbitrary<CallEvent> = fc.oneof(
    session.map(matched),
    session.map(resumed),
    fc
      .tuple(sessionId, fc.array(signal, { maxLength: 5 }))
      .map(([id, list]) => ({ type: 'signals' as const, sessionId: id, signals: list })),
    fc
      .tuple(names, fc.constantFrom('offer' as const, 'answer' as const), names)
      .map(([peer, kind, of]) => described(peer, kind, `${of}.1`)),
    names.map(sound),
    names.chain((peer) =>
      fc.constantFrom<CallEvent>(
        { type: 'silence', peer },
        { type: 'peer_broken', peer },
        { type: 'path_lost', peer },
      ),
    ),
    fc
      .tuple(sessionId, fc.boolean())
      .map(([id, isAway]) => ({ type: 'partner_state' as const, sessionId: id, isAway })),
    fc.tuple(sessionId, fc.boolean()).map(([id, requeued]) => ({
      type: 'session_ended' as const,
      sessionId: id,
      reason: 'left' as const,
      requeued,
    })),
    fc.constantFrom<CallEvent>(
      { type: 'timer', timer: 'retry' },
      { type: 'timer', timer: 'give_up' },
      { type: 'network_changed' },
      { type: 'link', isOnline: false },
      { type: 'taken_elsewhere' },
      { type: 'session_gone', requeued: false },
      { type: 'hang_up' },
      { type: 'dismiss' },
      { type: 'abandon' },
    ),
  );

  test('throws nothing, keeps at most one peer open, and leaves nothing behind for a call that is over', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let model: CallModel = { phase: 'none', leftId: null };
        const open = new Set<string>();
        const timers = new Set<string>();
        events.forEach((next, second) => {
          const step = transition(model, next, { atMs: second * 700, newPeer: `p${second}` });
          model = step.state;
          for (const effect of step.effects) {
            if (effect.type === 'open_peer') open.add(effect.peer);
            else if (effect.type === 'close_peer') open.delete(effect.peer);
            else if (effect.type === 'set_timer') timers.add(effect.timer);
            else if (effect.type === 'clear_timers') timers.clear();
            else if ('peer' in effect) expect(open).toContain(effect.peer);
          }
          const isLive = 'peer' in model;
          expect([...open]).toEqual('peer' in model ? [model.peer.name] : []);
          if (!isLive) expect([...timers]).toEqual([]);
          // Whoever waits for sound has a timer that does something about it.
          if (isLive && model.phase !== 'talking') expect([...timers].sort()).toEqual(['give_up', 'retry']);
        });
      }),
      { numRuns: 2_000 },
    );
  });
});
