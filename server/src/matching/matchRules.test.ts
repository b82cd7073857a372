import { describe, expect, test } from 'vitest';
import type { Band, Tolerance } from '../contract/index.ts';
import { aCard, aLearner, aTicket } from '../testing/builders.ts';
import { ageGroup, isAllowed, isAvoided } from './matchRules.ts';
import type { Ticket } from './Ticket.ts';

const YEAR = 2026;

function pair(a: Partial<Ticket['learner']>, b: Partial<Ticket['learner']>): [Ticket, Ticket] {
  return [
    aTicket({ userId: 'a', learner: aLearner({ card: aCard({ id: 'a' }), ...a }) }),
    aTicket({ userId: 'b', learner: aLearner({ card: aCard({ id: 'b' }), ...b }) }),
  ];
}

describe('who may meet', () => {
  test.each<[Band, Tolerance, Band, Tolerance, boolean]>([
    [6, 0.5, 6.5, 0.5, true],
    [6, 0.5, 7, 0.5, false],
    [6, 1, 7, 0.5, false],
    [6, 1, 7, 1, true],
    [6, 1.5, 7.5, 1.5, true],
    [0, 1.5, 2, 1.5, false],
  ])(
    'band %d ± %d and band %d ± %d: %s, because both must accept the distance',
    (bandA, accA, bandB, accB, meets) => {
      const [a, b] = pair({ card: aCard({ currentBand: bandA }) }, { card: aCard({ currentBand: bandB }) });
      expect(isAllowed({ ...a, tolerance: accA }, { ...b, tolerance: accB }, YEAR)).toBe(meets);
    },
  );

  test('nobody meets himself', () => {
    const ticket = aTicket();
    expect(isAllowed(ticket, { ...ticket, id: 'other' }, YEAR)).toBe(false);
  });

  test('a block keeps both apart, whoever made it', () => {
    expect(isAllowed(...pair({ blocked: ['b'] }, {}), YEAR)).toBe(false);
    expect(isAllowed(...pair({}, { blocked: ['a'] }), YEAR)).toBe(false);
    expect(isAllowed(...pair({ blocked: ['c'] }, {}), YEAR)).toBe(true);
  });

  test.each([
    ['may be 17', 2008, 'may be 20', 2006, false],
    ['is surely 18', 2007, 'may be 20', 2006, true],
    ['may be 17', 2008, 'is 19 at most', 2007, true],
    ['is 16', 2010, 'is 26', 2000, false],
    ['is 16', 2010, 'is 16', 2010, true],
  ])('who %s and who %s: %s', (_, birthYearA, __, birthYearB, meets) => {
    expect(isAllowed(...pair({ birthYear: birthYearA }, { birthYear: birthYearB }), YEAR)).toBe(meets);
  });

  test('ages are doubted to the safety of the younger', () => {
    expect([2009, 2008, 2007, 2006].map((year) => ageGroup(year, YEAR))).toEqual([
      'minor',
      'minor',
      'between',
      'adult',
    ]);
  });

  test.each([
    ['female', 'same', 'female', 'any', true],
    ['female', 'same', 'male', 'any', false],
    ['female', 'same', null, 'any', false],
    [null, 'same', null, 'any', false],
    ['female', 'any', 'male', 'same', false],
    ['female', 'any', 'male', 'any', true],
  ] as const)('%s who wants %s and %s who wants %s: %s', (genderA, wishA, genderB, wishB, meets) => {
    const [a, b] = pair({ gender: genderA, partnerGender: wishA }, { gender: genderB, partnerGender: wishB });
    expect(isAllowed(a, b, YEAR)).toBe(meets);
    expect(isAllowed(b, a, YEAR)).toBe(meets);
  });
});

describe('a recent partner', () => {
  const recently = (recent: string[], waitedMs: number): boolean => {
    const [a, b] = pair({ recent }, {});
    return isAvoided({ ...a, joinedAt: 100_000 - waitedMs }, { ...b, joinedAt: 100_000 }, 100_000);
  };

  test('is avoided until the longer side has waited 60 s, an older one for less long', () => {
    expect(recently(['b'], 59_999)).toBe(true);
    expect(recently(['b'], 60_000)).toBe(false);
    expect(recently(['x', 'b'], 39_999)).toBe(true);
    expect(recently(['x', 'b'], 40_000)).toBe(false);
    expect(recently(['x', 'y', 'b'], 19_999)).toBe(true);
    expect(recently(['x', 'y', 'b'], 20_000)).toBe(false);
  });

  test('with whom a match has just failed is avoided anew, however long the two have waited', () => {
    const [a, b] = pair({ recent: ['b'] }, {});
    const failed = { ...a, joinedAt: 0, failedAt: 95_000 };
    expect(isAvoided(failed, { ...b, joinedAt: 90_000 }, 100_000)).toBe(true);
    expect(isAvoided(failed, { ...b, joinedAt: 90_000 }, 155_000)).toBe(false);
  });

  test('is no longer one after three others', () => {
    expect(recently(['x', 'y', 'z', 'b'], 0)).toBe(false);
  });
});
