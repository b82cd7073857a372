import { AppError } from '../contract/errors.ts';
import type { Redis } from '../redis/Redis.ts';
import { defineScript } from '../redis/RedisScript.ts';
import type { LimitRules } from './limitRules.ts';
import type { Limits } from './Limits.ts';

/** ARGV: points, milliseconds of the window. Replies 0, or when the window ends for somebody who has no points left. */
const CONSUME = defineScript<number>(`
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if count <= tonumber(ARGV[1]) then return 0 end
return math.max(1, redis.call('PTTL', KEYS[1]))
`);

/** Nothing is owed once the window has passed. */
const REFUND = defineScript<number>(`
if tonumber(redis.call('GET', KEYS[1]) or 0) > 0 then redis.call('DECR', KEYS[1]) end
return 1
`);

const RESET = defineScript<number>(`
return redis.call('DEL', KEYS[1])
`);

interface RedisLimitsDeps {
  redis: Redis;
  rules: LimitRules;
  /** Count for this server alone while Redis is away, so that nobody is locked out and nobody gets in unlimited. */
  whileAway: Limits;
}

/** For many servers. */
export function createRedisLimits({ redis, rules, whileAway }: RedisLimitsDeps): Limits {
  async function orWhileAway<T>(shared: Promise<T>, alone: () => Promise<T>): Promise<T> {
    try {
      return await shared;
    } catch (error) {
      if (error instanceof AppError && error.code === 'BUSY') return alone();
      throw error;
    }
  }

  return {
    async consume(rule, key) {
      const { points, windowSeconds } = rules[rule];
      const call = { keys: [redis.keys.limit(rule, key)], args: [points, windowSeconds * 1_000] };
      const refusedForMs = await orWhileAway(redis.run(CONSUME, call), async () => {
        await whileAway.consume(rule, key);
        return 0;
      });
      if (refusedForMs > 0) throw new AppError('TOO_MANY_REQUESTS', { retryAfterMs: refusedForMs });
    },

    async refund(rule, key) {
      const call = { keys: [redis.keys.limit(rule, key)] };
      await orWhileAway(
        redis.run(REFUND, call).then(() => {}),
        () => whileAway.refund(rule, key),
      );
    },

    async reset(rule, key) {
      const call = { keys: [redis.keys.limit(rule, key)] };
      await orWhileAway(
        redis.run(RESET, call).then(() => {}),
        () => whileAway.reset(rule, key),
      );
    },
  };
}
