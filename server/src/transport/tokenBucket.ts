export interface TokenBucket {
  /** Takes `amount` tokens, all or none; false: there are not as many. */
  take(amount: number): boolean;
}

export interface TokenBucketRule {
  burst: number;
  perSecond: number;
}

/** A token bucket: a burst at once, then a steady rate. @param monotonicMs a clock that never jumps */
export function createTokenBucket(rule: TokenBucketRule, monotonicMs: () => number): TokenBucket {
  let tokens = rule.burst;
  let filledAt = monotonicMs();
  return {
    take(amount) {
      const now = monotonicMs();
      tokens = Math.min(rule.burst, tokens + ((now - filledAt) / 1000) * rule.perSecond);
      filledAt = now;
      if (tokens < amount) return false;
      tokens -= amount;
      return true;
    },
  };
}
