import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSorted } from './mergeSorted.ts';

const ascending = (a: number, b: number): number => a - b;
const sorted = fc.array(fc.nat(30)).map((numbers) => numbers.sort(ascending));

test('two sorted lists become one that is sorted and has all of both', () => {
  fc.assert(
    fc.property(sorted, sorted, (many, few) => {
      expect(mergeSorted(many, few, ascending)).toEqual([...many, ...few].sort(ascending));
    }),
  );
});

test('of a long list only few are compared with a short one', () => {
  let comparisons = 0;
  const many = Array.from({ length: 1_000 }, (_, number) => number);
  mergeSorted(many, [500], (a, b) => {
    comparisons++;
    return a - b;
  });
  expect(comparisons).toBeLessThanOrEqual(10);
});
