import { expect, test } from 'vitest';
import { defineScript } from '../redis/RedisScript.ts';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import { limitRules } from './limitRules.ts';
import { createMemoryLimits } from './memoryLimits.ts';
import { createRedisLimits } from './redisLimits.ts';

const RULE = 'failed_login_account';

describeOnRedis('limits', (redis) => {
  async function openTwo() {
    const tag = redis().newTag();
    const rules = limitRules({ registerPerAddressHour: 200 });
    const [first, second] = [await redis().open(tag), await redis().open(tag)];
    const pass = defineScript<number>(
      `return redis.call('PEXPIRE', KEYS[1], math.max(0, redis.call('PTTL', KEYS[1]) - ARGV[1]))`,
    );
    return {
      limits: createRedisLimits({ redis: first, rules, whileAway: createMemoryLimits(rules) }),
      elsewhere: createRedisLimits({ redis: second, rules, whileAway: createMemoryLimits(rules) }),
      passFor: (key: string, ms: number) =>
        first.run(pass, { keys: [first.keys.limit(RULE, key)], args: [ms] }),
    };
  }

  test('count on all servers together, and say when trying again makes sense', async () => {
    const { limits, elsewhere, passFor } = await openTwo();
    for (let count = 0; count < 5; count++) await (count % 2 ? limits : elsewhere).consume(RULE, 'ann');
    await passFor('ann', 5 * 60_000);
    const refusal = await limits.consume(RULE, 'ann').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: expect.any(Number) });
    expect(Number((refusal as { retryAfterMs: number }).retryAfterMs) / 60_000).toBeCloseTo(10, 1);
    await expect(elsewhere.consume(RULE, 'bob')).resolves.toBeUndefined();
    await expect(elsewhere.consume('failed_login_address', 'ann')).resolves.toBeUndefined();
  });

  test('begin anew when the window has passed, however often somebody was refused meanwhile', async () => {
    const { limits, passFor } = await openTwo();
    for (let count = 0; count < 20; count++) await limits.consume(RULE, 'ann').catch(() => {});
    await passFor('ann', 15 * 60_000);
    await expect(limits.consume(RULE, 'ann')).resolves.toBeUndefined();
  });

  test('take one back, and all of them, and owe nothing for a window that has passed', async () => {
    const { limits, elsewhere, passFor } = await openTwo();
    for (let count = 0; count < 5; count++) await limits.consume(RULE, 'ann');
    await elsewhere.refund(RULE, 'ann');
    await limits.consume(RULE, 'ann');
    await expect(limits.consume(RULE, 'ann')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    await elsewhere.reset(RULE, 'ann');
    await limits.consume(RULE, 'ann');
    await passFor('ann', 15 * 60_000);
    await limits.refund(RULE, 'ann');
    for (let count = 0; count < 5; count++) await limits.consume(RULE, 'ann');
    await expect(limits.consume(RULE, 'ann')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  });

  test('go on, on this server alone, while Redis is away', async () => {
    const { limits } = await openTwo();
    redis().freeze();
    try {
      for (let count = 0; count < 5; count++) await limits.consume(RULE, 'ann');
      await expect(limits.consume(RULE, 'ann')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    } finally {
      redis().thaw();
    }
  });
});
