import fc from 'fast-check';
import { describe, test } from 'vitest';
import { aHouse } from '../testing/aHouse.ts';
import { createHouseModel, playSteps, someSteps } from '../testing/houseModel.ts';

describe('the queue and the sessions together', () => {
  test('keep every promise in any order of what people do, and when all connections break at once', async () => {
    await fc.assert(
      fc.asyncProperty(someSteps(16), async (steps) => {
        const house = aHouse({ leastPauseMs: 2_000 });
        await playSteps(createHouseModel({ house: () => house, crash: async () => {} }), steps);
      }),
      { numRuns: 20_000 },
    );
  }, 300_000);
});
