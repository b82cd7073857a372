import { expect, test } from 'vitest';
import { toLevel } from './toLevel.ts';

test('silence is 0, a raised voice 1, and it grows between them', () => {
  expect(toLevel(0)).toBe(0);
  expect(toLevel(0.0001)).toBe(0);
  expect(toLevel(1)).toBe(1);
  const levels = [0.003, 0.01, 0.03, 0.1].map(toLevel);
  expect(levels).toEqual([...levels].sort((a, b) => a - b));
  expect(levels.every((level) => level > 0 && level < 1)).toBe(true);
});
