import { describe, expect, test } from 'vitest';
import { matchRound } from '../src/matching/matchRound.ts';
import { matcherBugs } from '../src/testing/seededBugs.ts';
import { simulateDay } from './simulateDay.ts';
import { toFigures } from './waitFigures.ts';

/** In more rounds than these nobody may be passed over. */
const MOST_ROUNDS = 2;
const SEEDS = [1, 2, 3, 4, 5, 6];

const mostPassedOver = ({ passedOver }: ReturnType<typeof simulateDay>): number => passedOver.length - 1;

describe('a day', () => {
  test.each([
    [10, 0.95, 60],
    [50, 0.98, 40],
    [200, 0.99, 25],
    [1_000, 0.99, 15],
  ])(
    'of %d people finds partners for nearly all, in the time that the size allows',
    (online, share, p50S) => {
      const { waits } = simulateDay({ online, hours: 2, seed: 1 });
      const figures = toFigures(waits);
      expect(figures.matchedShare).toBeGreaterThan(share);
      expect(figures.p50S).toBeLessThan(p50S);
    },
  );

  test.each([
    [10, 24],
    [50, 12],
    [200, 6],
    [1_000, 1],
  ])('of %d people lets nobody with an allowed partner wait for more than two rounds', (online, hours) => {
    for (const seed of SEEDS) {
      expect(mostPassedOver(simulateDay({ online, hours, seed }))).toBeLessThanOrEqual(MOST_ROUNDS);
    }
  });

  test('would show a matcher that serves those first who came last', () => {
    const breakMatcher = matcherBugs['last in, first out'];
    const lastFirst = breakMatcher?.(matchRound);
    const days = SEEDS.map((seed) => simulateDay({ online: 200, hours: 6, seed }, lastFirst));
    expect(Math.max(...days.map(mostPassedOver))).toBeGreaterThan(MOST_ROUNDS);
  });

  test('is the same again from the same seed', () => {
    const day = { online: 20, hours: 1, seed: 7 };
    expect(simulateDay(day)).toEqual(simulateDay(day));
  });
});
