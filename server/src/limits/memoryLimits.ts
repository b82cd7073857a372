import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../contract/errors.ts';
import type { LimitRule, LimitRules } from './limitRules.ts';
import type { Limits } from './Limits.ts';

/** Limits of one process. They are forgotten when it ends. */
export function createMemoryLimits(rules: LimitRules): Limits {
  const limiters = new Map<LimitRule, RateLimiterMemory>();

  function limiterOf(rule: LimitRule): RateLimiterMemory {
    let limiter = limiters.get(rule);
    if (limiter === undefined) {
      const { points, windowSeconds } = rules[rule];
      limiter = new RateLimiterMemory({ points, duration: windowSeconds });
      limiters.set(rule, limiter);
    }
    return limiter;
  }

  return {
    async consume(rule, key) {
      try {
        await limiterOf(rule).consume(key);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw new AppError('TOO_MANY_REQUESTS', { retryAfterMs: Math.max(1, refusal.msBeforeNext) });
      }
    },
    async refund(rule, key) {
      const limiter = limiterOf(rule);
      // Nothing is owed once the window has passed: a reward would open a new one with a point too many.
      if ((await limiter.get(key)) !== null) await limiter.reward(key);
    },
    async reset(rule, key) {
      await limiterOf(rule).delete(key);
    },
  };
}
