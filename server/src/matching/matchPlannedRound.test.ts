import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aLearner, aTicket } from '../testing/builders.ts';
import { roundProperties } from '../testing/roundProperties.ts';
import { matchPlannedRound } from './matchPlannedRound.ts';
import { matchRound } from './matchRound.ts';
import type { Pair, Ticket } from './Ticket.ts';

const NOW = Date.UTC(2026, 5, 1);

/** Plans for those of the queue who happen to be there already, and then plays the round with everybody. */
function matchAfterPlan(tickets: readonly Ticket[], now: number, random: () => number): Pair[] {
  const early = tickets.filter(() => random() < 0.7);
  const plan = matchRound(early, now - 2_500, random).filter(() => random() < 0.9);
  return matchPlannedRound(tickets, plan, { now, random });
}

const waiting = (userId: string, fields: Partial<Ticket> = {}): Ticket =>
  aTicket({ userId, mode: 'roulette', joinedAt: NOW - 30_000, ...fields });

const namesOf = (pairs: readonly Pair[]): string[] =>
  pairs.map((pair) =>
    pair
      .map(({ userId }) => userId)
      .sort()
      .join(' '),
  );

describe('a planned round', () => {
  test.each(roundProperties(matchAfterPlan))('$name', ({ property }) => {
    fc.assert(property, { numRuns: 3_000 });
  });

  test('keeps to the plan, whatever else it could have drawn', () => {
    const queue = ['a', 'b', 'c', 'd', 'e', 'f'].map((userId) => waiting(userId));
    const plan = matchRound(queue, NOW - 2_500, Math.random);
    for (let round = 0; round < 50; round++) {
      const pairs = matchPlannedRound(queue, plan, { now: NOW, random: Math.random });
      expect(namesOf(pairs).sort()).toEqual(namesOf(plan).sort());
    }
  });

  test('leaves a planned pair alone when somebody comes later', () => {
    const [a, b, late] = [waiting('a'), waiting('b'), waiting('late', { joinedAt: NOW })];
    expect(namesOf(matchPlannedRound([late, a, b], [[a, b]], { now: NOW, random: Math.random }))).toEqual([
      'a b',
    ]);
  });

  test('takes a pair apart for somebody who has waited longer and has nobody else', () => {
    const [a, b] = [waiting('a'), waiting('b')];
    const back = waiting('back', { joinedAt: NOW - 60_000 });
    const pairs = matchPlannedRound([a, b, back], [[a, b]], { now: NOW, random: Math.random });
    expect(pairs).toHaveLength(1);
    expect(namesOf(pairs)[0]).toContain('back');
  });

  test('prefers somebody new to a planned partner whom both have just met', () => {
    const justMet = waiting('a', { joinedAt: NOW - 5_000, learner: aLearner({ recent: ['b'] }) });
    const [b, late] = [waiting('b', { joinedAt: NOW - 4_000 }), waiting('late', { joinedAt: NOW })];
    const pairs = matchPlannedRound([justMet, b, late], [[justMet, b]], { now: NOW, random: Math.random });
    expect(namesOf(pairs)).toEqual(['a late']);
  });
});
