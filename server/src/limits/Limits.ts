import type { LimitRule } from './limitRules.ts';

/**
 * How often somebody may do something (`limitRules.ts` has the numbers). A key is whoever is counted: a user id, an
 * address bucket. Servers that share a store count together; each method is atomic.
 */
export interface Limits {
  /** Counts one. @throws AppError TOO_MANY_REQUESTS with `retryAfterMs` when that is one too many. */
  consume(rule: LimitRule, key: string): Promise<void>;
  /** Takes back one `consume` that turned out not to count. */
  refund(rule: LimitRule, key: string): Promise<void>;
  /** Forgets everything counted for the key. */
  reset(rule: LimitRule, key: string): Promise<void>;
}
