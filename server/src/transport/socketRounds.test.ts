import { expect, test } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { createSocketRounds } from './socketRounds.ts';

test('visits everything in every round, until it is taken out', async () => {
  const clock = createVirtualClock();
  const rounds = createSocketRounds(clock, 2000);
  const visits: string[] = [];
  const removeA = rounds.add(() => void visits.push('a'));
  await clock.advance(1500);
  const removeB = rounds.add(() => void visits.push('b'));
  await clock.advance(500);
  expect(visits).toEqual(['a', 'b']);
  removeA();
  await clock.advance(2000);
  expect(visits).toEqual(['a', 'b', 'b']);
  removeB();
  removeB();
  await clock.advance(10_000);
  expect(visits).toHaveLength(3);
  rounds.add(() => void visits.push('c'));
  await clock.advance(4000);
  expect(visits.slice(3)).toEqual(['c', 'c']);
});

test('a visit may take out others and itself', async () => {
  const clock = createVirtualClock();
  const rounds = createSocketRounds(clock, 2000);
  const visits: string[] = [];
  const removeA = rounds.add(() => {
    visits.push('a');
    removeA();
    removeB();
  });
  const removeB = rounds.add(() => void visits.push('b'));
  await clock.advance(6000);
  expect(visits).toEqual(['a']);
});

test('a wait is a whole number of rounds, and never none', () => {
  const rounds = createSocketRounds(createVirtualClock(), 2000);
  expect([0, 1, 8000, 20_000].map((ms) => rounds.in(ms))).toEqual([1, 1, 4, 10]);
});
