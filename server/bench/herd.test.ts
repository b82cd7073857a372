import { expect, test } from 'vitest';
import { postgresAt } from '../src/database/testPostgres.ts';
import { redisServerPath } from '../src/redis/testRedis.ts';
import { runHerd } from './herd.ts';

const isPossible = postgresAt !== null && redisServerPath !== null;

if (!isPossible && process.env.CI === 'true') {
  test('a herd', () => expect.fail('there is no PostgreSQL or no Redis on this machine'));
}

test.skipIf(!isPossible)(
  'three hundred who are cut together come back spread out, each is served, and all go on behind their last event',
  async () => {
    const figures = await runHerd({ users: 300, survivors: 1 });
    expect(figures).toMatchObject({ resumed: 300, begunAnew: 0, errors: [] });
    expect(Object.keys(figures.outcomes)).toEqual(['101']);
    expect(figures.allBackMs).toBeLessThan(10_000);
  },
  60_000,
);
