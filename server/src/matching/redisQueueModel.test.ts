import fc from 'fast-check';
import { test } from 'vitest';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import { createHouseModel, playSteps, someSteps } from '../testing/houseModel.ts';
import { twoRedisHouses } from '../testing/twoRedisHouses.ts';

describeOnRedis('the queue and the sessions of two servers', (redis) => {
  test('keep every promise in any order of what people do on either, also when one is killed', async () => {
    await fc.assert(
      fc.asyncProperty(someSteps(15), async (steps) => {
        const houses = await twoRedisHouses(redis());
        try {
          await playSteps(createHouseModel(houses), steps);
        } finally {
          houses.stop();
        }
      }),
      { numRuns: 500 },
    );
  }, 300_000);
});
