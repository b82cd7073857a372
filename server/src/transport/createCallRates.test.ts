import { expect, test } from 'vitest';
import { createCallRates } from './createCallRates.ts';

test('an address has its burst, then its steady rate, and no other address pays for it', () => {
  let now = 0;
  const rates = createCallRates({ burst: 20, perSecond: 10 }, () => now);
  expect(rates.take('a', 15)).toBe(true);
  expect(rates.take('a', 10)).toBe(false);
  expect(rates.take('b', 20)).toBe(true);
  now = 500;
  expect(rates.take('a', 10)).toBe(true);
  expect(rates.take('a', 1)).toBe(false);
});
