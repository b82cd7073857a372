import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aHouse } from '../testing/aHouse.ts';
import { createHouseModel, playSteps, someSteps } from '../testing/houseModel.ts';
import { roundProperties } from '../testing/roundProperties.ts';
import { matcherBugs, queueBugs } from '../testing/seededBugs.ts';
import { matchRound } from './matchRound.ts';

/** Whether the tests of the queue would notice: the same properties, of a queue that was broken on purpose. */

describe('the properties of a round find', () => {
  test.each(Object.entries(matcherBugs))(
    '%s',
    (_, breakMatcher) => {
      const found = roundProperties(breakMatcher(matchRound)).filter(
        ({ property }) => fc.check(property, { numRuns: 2_000, endOnFailure: true }).failed,
      );
      expect(found).not.toEqual([]);
    },
    60_000,
  );
});

describe('the model of the house finds', () => {
  test.each(Object.entries(queueBugs))(
    '%s',
    async (_, breakQueue) => {
      const property = fc.asyncProperty(someSteps(25), async (steps) => {
        const house = aHouse({ leastPauseMs: 2_000, replace: breakQueue });
        await playSteps(createHouseModel({ house: () => house, crash: async () => {} }), steps);
      });
      const result = await fc.check(property, { numRuns: 5_000, endOnFailure: true });
      expect(result.failed).toBe(true);
    },
    60_000,
  );
});
