import { expect, test } from 'vitest';
import { learnRound, NO_ROUND_SEEN, roundMsOf } from './learnRound.ts';

const learnAll = (...rounds: number[]) => roundMsOf(rounds.reduce(learnRound, NO_ROUND_SEEN));

test('a round lasts twenty seconds until two have been seen', () => {
  expect(learnAll()).toBe(20_000);
  expect(learnAll(1_000_000)).toBe(20_000);
  expect(learnAll(1_000_000, 1_030_000)).toBe(30_000);
});

test('seeing the same round again teaches nothing', () => {
  expect(learnAll(1_000_000, 1_000_000, 1_010_000, 1_010_000)).toBe(10_000);
});

test('rounds that were missed do not make a round longer', () => {
  expect(learnAll(1_000_000, 1_010_000, 1_040_000)).toBe(10_000);
  expect(learnAll(1_000_000, 1_030_000, 1_040_000)).toBe(10_000);
});

test('a pause of hours, or a server whose clock was set, is no round', () => {
  expect(learnAll(1_000_000, 9_000_000)).toBe(20_000);
  expect(learnAll(1_000_000, 990_000)).toBe(20_000);
});
