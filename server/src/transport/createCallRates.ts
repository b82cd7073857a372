import { TokenBucket, type TokenBucketRule } from './TokenBucket.ts';

/** Addresses that are remembered; beyond it the one that has been quiet longest starts anew. */
const ADDRESSES_KEPT = 20_000;

/** How many calls an address makes over HTTP. @param monotonicMs a clock that never jumps */
export function createCallRates(rule: TokenBucketRule, monotonicMs: () => number) {
  const buckets = new Map<string, TokenBucket>();

  return {
    /** False when so many calls at once are too many. */
    take(address: string, calls: number): boolean {
      const bucket = buckets.get(address) ?? new TokenBucket(rule, monotonicMs);
      // Moved to the end: the first in the map is the one that has been quiet longest.
      buckets.delete(address);
      buckets.set(address, bucket);
      if (buckets.size > ADDRESSES_KEPT) {
        for (const quietest of buckets.keys()) {
          buckets.delete(quietest);
          break;
        }
      }
      return bucket.take(calls);
    },
  };
}
