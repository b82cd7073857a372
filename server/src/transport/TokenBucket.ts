export interface TokenBucketRule {
  burst: number;
  perSecond: number;
}

/** A token bucket: a burst at once, then a steady rate. */
export class TokenBucket {
  readonly #rule: TokenBucketRule;
  readonly #monotonicMs: () => number;
  #tokens: number;
  #filledAt: number;

  /** @param monotonicMs a clock that never jumps */
  constructor(rule: TokenBucketRule, monotonicMs: () => number) {
    this.#rule = rule;
    this.#monotonicMs = monotonicMs;
    this.#tokens = rule.burst;
    this.#filledAt = monotonicMs();
  }

  /** Takes `amount` tokens, all or none; false: there are not as many. */
  take(amount: number): boolean {
    const { burst, perSecond } = this.#rule;
    const now = this.#monotonicMs();
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / 1000) * perSecond);
    this.#filledAt = now;
    if (this.#tokens < amount) return false;
    this.#tokens -= amount;
    return true;
  }
}
