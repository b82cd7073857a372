import { describe, expect, test } from 'vitest';
import { simulateDay } from './simulateDay.ts';
import { toFigures } from './waitFigures.ts';

describe('a day', () => {
  test.each([
    [10, 0.95, 60],
    [50, 0.98, 40],
    [200, 0.99, 25],
  ])(
    'of %d people finds partners for nearly all, in the time that the size allows',
    (online, share, p50S) => {
      const day = simulateDay({ online, hours: 4, seed: 1 });
      const figures = toFigures(day.waits);
      expect(figures.matchedShare).toBeGreaterThan(share);
      expect(figures.p50S).toBeLessThan(p50S);
      expect(day.passedOverForLater.length - 1).toBeLessThanOrEqual(2);
    },
  );

  test('is the same again from the same seed', () => {
    const day = { online: 20, hours: 1, seed: 7 };
    expect(simulateDay(day)).toEqual(simulateDay(day));
  });
});
