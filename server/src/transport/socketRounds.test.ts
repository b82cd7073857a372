import { expect, test } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { createSocketRounds } from './socketRounds.ts';
import { TRANSPORT_LIMITS } from './transportLimits.ts';

test('visits everything in every round, until it is taken out', async () => {
  const clock = createVirtualClock();
  const rounds = createSocketRounds(clock, TRANSPORT_LIMITS);
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
  const rounds = createSocketRounds(clock, TRANSPORT_LIMITS);
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

test('a wait is a whole number of rounds, and never none', async () => {
  const clock = createVirtualClock();
  const limits = { ...TRANSPORT_LIMITS, roundMs: 3000, pingMs: 10_000, pongWaitMs: 1000 };
  const seen: object[] = [];
  createSocketRounds(clock, limits).add((waits) => void seen.push(waits));
  await clock.advance(3000);
  expect(seen).toEqual([{ ping: 3, pong: 1, loginCheck: 20, age: 14_400 }]);
});
