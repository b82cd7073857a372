import { expect, test } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { createSocketRounds, type RoundVisitor } from './socketRounds.ts';
import { TRANSPORT_LIMITS } from './transportLimits.ts';

test('visits everybody in every round, until he is taken out', async () => {
  const clock = createVirtualClock();
  const rounds = createSocketRounds(clock, TRANSPORT_LIMITS);
  const visits: string[] = [];
  const visitorOf = (name: string): RoundVisitor => ({ visit: () => void visits.push(name) });
  const [a, b] = [visitorOf('a'), visitorOf('b')];
  rounds.add(a);
  await clock.advance(1500);
  rounds.add(b);
  await clock.advance(500);
  expect(visits).toEqual(['a', 'b']);
  rounds.remove(a);
  await clock.advance(2000);
  expect(visits).toEqual(['a', 'b', 'b']);
  rounds.remove(b);
  rounds.remove(b);
  await clock.advance(10_000);
  expect(visits).toHaveLength(3);
  rounds.add(visitorOf('c'));
  await clock.advance(4000);
  expect(visits.slice(3)).toEqual(['c', 'c']);
});

test('a visitor may take out others and itself', async () => {
  const clock = createVirtualClock();
  const rounds = createSocketRounds(clock, TRANSPORT_LIMITS);
  const visits: string[] = [];
  const b: RoundVisitor = { visit: () => void visits.push('b') };
  const a: RoundVisitor = {
    visit() {
      visits.push('a');
      rounds.remove(a);
      rounds.remove(b);
    },
  };
  rounds.add(a);
  rounds.add(b);
  await clock.advance(6000);
  expect(visits).toEqual(['a']);
});

test('a wait is a whole number of rounds, and never none', async () => {
  const clock = createVirtualClock();
  const limits = { ...TRANSPORT_LIMITS, roundMs: 3000, pingMs: 10_000, pongWaitMs: 1000 };
  const seen: object[] = [];
  createSocketRounds(clock, limits).add({ visit: (waits) => void seen.push(waits) });
  await clock.advance(3000);
  expect(seen).toEqual([{ ping: 3, pong: 1, loginCheck: 20, age: 14_400 }]);
});
