import { expect, test } from 'vitest';
import { TokenBucket } from './TokenBucket.ts';

test('a burst is there at once, then a steady rate, never more than the burst', () => {
  let now = 0;
  const bucket = new TokenBucket({ burst: 10, perSecond: 2 }, () => now);
  expect(bucket.take(10)).toBe(true);
  expect(bucket.take(1)).toBe(false);
  now = 500;
  expect(bucket.take(1)).toBe(true);
  expect(bucket.take(1)).toBe(false);
  now = 3_600_000;
  expect(bucket.take(11)).toBe(false);
  expect(bucket.take(10)).toBe(true);
});
