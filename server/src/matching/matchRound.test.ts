import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Band, Mode } from '../contract/index.ts';
import { aCard, aLearner, aTicket } from '../testing/builders.ts';
import { roundProperties } from '../testing/roundProperties.ts';
import { matchRound } from './matchRound.ts';
import type { Ticket } from './Ticket.ts';

const NOW = Date.UTC(2026, 5, 1);

describe('a round', () => {
  test.each(roundProperties(matchRound))('$name', ({ property }) => {
    fc.assert(property, { numRuns: 2_000 });
  });

  test('pairs two recent partners who are alone, so that a small site never stands still', () => {
    const a = aTicket({ userId: 'a', mode: 'roulette', joinedAt: NOW });
    const b = aTicket({
      userId: 'b',
      mode: 'roulette',
      joinedAt: NOW,
      learner: aLearner({ card: aCard({ id: 'b' }), recent: ['a'] }),
    });
    expect(matchRound([a, b], NOW, Math.random)).toHaveLength(1);
  });

  test('picks roulette partners at random', () => {
    const queue = ['a', 'b', 'c', 'd'].map((userId, place) =>
      aTicket({ userId, mode: 'roulette', joinedAt: NOW + place }),
    );
    const partnersOfFirst = new Set<string | undefined>();
    for (let round = 0; round < 200; round++) {
      partnersOfFirst.add(matchRound(queue, NOW + 10, Math.random)[0]?.[1].userId);
    }
    expect(partnersOfFirst).toEqual(new Set(['b', 'c', 'd']));
  });

  test('brings a left-over roulette ticket and a level ticket together, within the tolerance of the level ticket', () => {
    const at = (currentBand: Band, mode: Mode): Ticket =>
      aTicket({ mode, joinedAt: NOW, learner: aLearner({ card: aCard({ currentBand }) }) });
    expect(matchRound([at(6, 'roulette'), at(6.5, 'level')], NOW, Math.random)).toHaveLength(1);
    expect(matchRound([at(6, 'roulette'), at(7, 'level')], NOW, Math.random)).toHaveLength(0);
  });
});
