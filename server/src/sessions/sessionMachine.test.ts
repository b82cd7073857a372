import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aMember, aSession } from '../testing/builders.ts';
import type { LiveSession, Member } from './LiveSession.ts';
import { nextDeadline, transition, type SessionEvent } from './sessionMachine.ts';

const session = aSession();
const [offerer, answerer] = session.members;

/** Plays events at given times; the last state and all that was told, as `user: type reason`. */
function play(events: readonly (readonly [number, SessionEvent])[]): {
  state: LiveSession | null;
  told: string[];
} {
  let state: LiveSession | null = session;
  const told: string[] = [];
  for (const [now, event] of events) {
    if (!state) break;
    const result = transition(state, event, now);
    state = result.session;
    for (const effect of result.effects) {
      if (effect.type === 'requeue') told.push(`${nameOf(effect.ticket.userId)}: back in the queue`);
      if (effect.type !== 'tell') continue;
      const { event: told_ } = effect;
      const detail =
        told_.type === 'session_ended' ? told_.reason : told_.type === 'partner_state' ? told_.state : '';
      told.push(`${nameOf(effect.userId)}: ${told_.type} ${detail}`);
    }
  }
  return { state, told };
}

const nameOf = (userId: string): string => (userId === offerer.userId ? 'offerer' : 'answerer');
const answered = (userId: string): SessionEvent => ({ type: 'answered', userId });
const connected = (userId: string): SessionEvent => ({ type: 'connected', userId, path: 'direct' });
const device = ({ userId, deviceId }: Member) => ({ userId, deviceId });
const away = (member: Member): SessionEvent => ({ type: 'device_away', ...device(member) });
const back = (member: Member): SessionEvent => ({ type: 'device_back', ...device(member) });
const time: SessionEvent = { type: 'time' };

describe('a session', () => {
  test('that one side never answered fails after 8 s, and the side that was there goes back', () => {
    const early = play([
      [1_000, answered(offerer.userId)],
      [7_999, time],
    ]);
    expect(early.state).not.toBeNull();
    const late = play([
      [1_000, answered(offerer.userId)],
      [8_000, time],
    ]);
    expect(late).toEqual({
      state: null,
      told: [
        'offerer: session_ended connect_failed',
        'offerer: back in the queue',
        'answerer: session_ended connect_failed',
      ],
    });
  });

  test('that nobody hears within 30 s fails, and both who were there go back in front', () => {
    const events = [
      [1_000, answered(offerer.userId)],
      [2_000, connected(answerer.userId)],
      [30_000, time],
    ] as const;
    expect(play(events).told.filter((line) => line.endsWith('queue'))).toHaveLength(2);
    const requeued = transition(session, connected(offerer.userId), 0).session;
    const failed = requeued && transition(requeued, time, 8_000);
    expect(failed?.effects).toContainEqual({
      type: 'requeue',
      ticket: { ...offerer.ticket, failures: 1, failedAt: 8_000, isFront: true, awaySince: null },
    });
  });

  test('goes on while a device is away, for 45 s', () => {
    const talking = [
      [1_000, connected(offerer.userId)],
      [2_000, connected(answerer.userId)],
      [10_000, away(answerer)],
    ] as const;
    expect(play([...talking, [54_999, time]]).state).not.toBeNull();
    expect(play([...talking, [50_000, back(answerer)], [100_000, time]])).toMatchObject({
      state: { members: [{}, { awaySince: null }] },
      told: [
        'answerer: partner_state connected',
        'offerer: partner_state connected',
        'offerer: partner_state reconnecting',
        'offerer: partner_state connected',
      ],
    });
    expect(play([...talking, [55_000, time]]).told.slice(-2)).toEqual([
      'offerer: session_ended partner_lost',
      'answerer: session_ended partner_lost',
    ]);
  });

  test('ends for both when one hangs up', () => {
    expect(play([[5_000, { type: 'left', userId: answerer.userId }]]).told).toEqual([
      'offerer: session_ended partner_left',
      'answerer: session_ended left',
    ]);
  });

  test('counts the talk from when both could hear', () => {
    const first = transition(session, connected(offerer.userId), 3_000).session ?? session;
    const second = transition(first, connected(answerer.userId), 4_000).session ?? session;
    expect(transition(second, { type: 'left', userId: offerer.userId }, 64_000).effects.at(-1)).toMatchObject(
      {
        type: 'ended',
        reason: 'left',
        endedBy: offerer.userId,
        talkMs: 60_000,
      },
    );
  });

  test('whose maker died over telling its two is announced late, and before its end at the latest', () => {
    const untold = { ...session, isAnnounced: false };
    const kinds = (event: SessionEvent, now: number): string[] =>
      transition(untold, event, now).effects.map((effect) => effect.type);
    expect(nextDeadline(untold)).toBe(1_500);
    expect(kinds(time, 1_499)).toEqual([]);
    expect(kinds(time, 1_500)).toEqual(['announce']);
    expect(kinds({ type: 'left', userId: offerer.userId }, 700)).toEqual([
      'announce',
      'tell',
      'tell',
      'ended',
    ]);
    const announced = transition(untold, { type: 'announced' }, 10).session ?? untold;
    expect(transition(announced, time, 1_500).effects).toEqual([]);
  });

  test('does not listen to strangers nor to other devices of its people', () => {
    const stranger = aMember();
    for (const event of [
      answered(stranger.userId),
      connected(stranger.userId),
      away(stranger),
      away({ ...offerer, deviceId: 'another' }),
      { type: 'left', userId: stranger.userId },
    ] satisfies SessionEvent[]) {
      expect(transition(session, event, 1_000)).toEqual({ session, effects: [] });
    }
  });

  test('ends exactly once for each side, whatever happens in whatever order, and always when time says so', () => {
    const anEvent = fc.constantFrom<SessionEvent>(
      answered(offerer.userId),
      answered(answerer.userId),
      connected(offerer.userId),
      connected(answerer.userId),
      away(offerer),
      away(answerer),
      back(offerer),
      back(answerer),
      { type: 'left', userId: offerer.userId },
      { type: 'blocked', userId: answerer.userId },
      { type: 'moderated', userId: offerer.userId },
      time,
    );
    const aStep = fc.tuple(fc.integer({ min: 0, max: 20_000 }), anEvent);
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 30 }), (steps) => {
        let now = 0;
        let state: LiveSession | null = session;
        const ended: string[] = [];
        for (const [pauseMs, event] of steps) {
          now += pauseMs;
          if (!state) break;
          const before = state;
          const result = transition(state, event, now);
          state = result.session;
          for (const effect of result.effects) {
            if (effect.type === 'tell' && effect.event.type === 'session_ended') ended.push(effect.userId);
          }
          if (event.type === 'time') expect(state === null).toBe(nextDeadline(before) <= now);
        }
        const expected = state === null ? [offerer.userId, answerer.userId] : [];
        expect([...ended].sort()).toEqual([...expected].sort());
      }),
      { numRuns: 2_000 },
    );
  });
});
