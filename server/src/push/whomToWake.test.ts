import { describe, expect, test } from 'vitest';
import { wouldMeet } from '../matching/wouldMeet.ts';
import type { Ticket } from '../matching/Ticket.ts';
import type { Learner } from '../profiles/Learner.ts';
import { aCard, aLearner, anId, aTicket } from '../testing/builders.ts';
import type { Sleeper } from './PushRecords.ts';
import { whomToWake, type WakeCandidate } from './whomToWake.ts';

/** 15:00 in Tashkent. */
const NOW = Date.parse('2026-11-22T10:00:00Z');
const MINUTE = 60_000;

function aCandidate(
  learner: Partial<Learner> = {},
  sleeper: Partial<Sleeper> = {},
  presence: WakeCandidate['presence'] = 'offline',
): WakeCandidate {
  const card = aCard({ id: anId() });
  return {
    learner: aLearner({ card, ...learner }),
    presence,
    sleeper: {
      userId: card.id,
      locale: 'uz',
      wokenAt: null,
      wokenDay: null,
      wokenTimes: 0,
      preferences: {
        partnerWaiting: true,
        quietFrom: '22:00',
        quietTo: '08:00',
        timeZone: 'Asia/Tashkent',
      },
      ...sleeper,
    },
  };
}

const wakes = (candidates: WakeCandidate[], waiting: Ticket = aTicket(), now = NOW, hasRelay = false) =>
  whomToWake({
    waiting: waiting.learner,
    candidates,
    now,
    wouldMeet: (learner) => wouldMeet(waiting, learner, 2026),
    hasRelay,
  });

const isWoken = (...given: Parameters<typeof aCandidate>): boolean =>
  wakes([aCandidate(...given)]).length === 1;

describe('somebody at the level of who waits', () => {
  test('is woken, for a day as it is there', () => {
    const candidate = aCandidate();
    expect(wakes([candidate])).toEqual([{ userId: candidate.learner.card.id, at: NOW, day: '2026-11-22' }]);
  });

  test('half a band away is, a whole one is not, whatever the other side accepts', () => {
    const waiting = aTicket({ tolerance: 1.5 });
    const bands = [5, 5.5, 6, 6.5, 7] as const;
    const woken = bands.filter(
      (currentBand) => wakes([aCandidate({ card: aCard({ currentBand }) })], waiting).length === 1,
    );
    expect(woken).toEqual([5.5, 6, 6.5]);
    const roulette = aTicket({ mode: 'roulette' });
    expect(wakes([aCandidate({ card: aCard({ currentBand: 8 }) })], roulette)).toEqual([]);
  });
});

describe('nobody is woken', () => {
  test('who is here in whatever way', () => {
    expect((['online', 'waiting', 'in_session'] as const).filter((state) => isWoken({}, {}, state))).toEqual(
      [],
    );
  });

  test('who has not asked for it', () => {
    const { preferences } = aCandidate().sleeper;
    expect(isWoken({}, { preferences: { ...preferences, partnerWaiting: false } })).toBe(false);
  });

  test('in quiet hours of the own zone', () => {
    const { preferences } = aCandidate().sleeper;
    const inZone = (timeZone: string): boolean => isWoken({}, { preferences: { ...preferences, timeZone } });
    // 19:00, 03:00, 23:00.
    expect([inZone('Asia/Tokyo'), inZone('America/Denver'), inZone('Pacific/Auckland')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('within half an hour of the last time', () => {
    expect(isWoken({}, { wokenAt: NOW - 30 * MINUTE + 1 })).toBe(false);
    expect(isWoken({}, { wokenAt: NOW - 30 * MINUTE })).toBe(true);
  });

  test('a fourth time on a day, and again on the next', () => {
    const often = { wokenAt: NOW - 60 * MINUTE, wokenDay: '2026-11-22', wokenTimes: 3 };
    expect(isWoken({}, often)).toBe(false);
    expect(isWoken({}, { ...often, wokenTimes: 2 })).toBe(true);
    expect(isWoken({}, { ...often, wokenDay: '2026-11-21' })).toBe(true);
  });

  test('whom the matcher would keep apart: blocks, ages, wishes, oneself', () => {
    const waiting = aTicket();
    const me = waiting.learner.card.id;
    const woken = [
      { blocked: [me] },
      { birthYear: 2010 },
      { gender: 'female', partnerGender: 'same' },
      { card: aCard({ id: me }) },
    ] satisfies Partial<Learner>[];
    expect(woken.filter((learner) => wakes([aCandidate(learner)], waiting).length > 0)).toEqual([]);

    const other = aCandidate();
    const blocking = aTicket({ learner: aLearner({ blocked: [other.learner.card.id] }) });
    expect(wakes([other], blocking)).toEqual([]);
  });

  test('who hides the address where there is no relay', () => {
    const candidate = aCandidate({ hideIp: true });
    expect(wakes([candidate])).toEqual([]);
    expect(wakes([candidate], aTicket(), NOW, true)).toHaveLength(1);
  });
});

test('those left in peace the longest come first, those just talked with last', () => {
  const never = aCandidate();
  const long = aCandidate({}, { wokenAt: NOW - 300 * MINUTE });
  const short = aCandidate({}, { wokenAt: NOW - 40 * MINUTE });
  const partner = aCandidate();
  const waiting = aTicket({ learner: aLearner({ recent: [partner.learner.card.id] }) });
  const order = wakes([partner, short, never, long], waiting).map(({ userId }) => userId);
  expect(order).toEqual([never, long, short, partner].map(({ learner }) => learner.card.id));
});
