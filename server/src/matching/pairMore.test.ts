import { describe, expect, test } from 'vitest';
import type { Band, Mode } from '../contract/index.ts';
import { aCard, aLearner, aTicket } from '../testing/builders.ts';
import { matchRound } from './matchRound.ts';
import { LONGEST_QUEUE, pairMore } from './pairMore.ts';
import type { Pair, Ticket } from './Ticket.ts';

const NOW = Date.UTC(2026, 5, 1);

interface Person {
  mode: Mode;
  band: Band;
  recent?: string[];
}

function at(userId: string, waitedMs: number, { mode, band, recent = [] }: Person): Ticket {
  const learner = aLearner({ card: aCard({ id: userId, currentBand: band }), recent });
  return aTicket({ userId, mode, joinedAt: NOW - waitedMs, learner });
}

const namesOf = (pairs: readonly Pair[]): string[] =>
  pairs
    .map((pair) =>
      pair
        .map(({ userId }) => userId)
        .sort()
        .join(' '),
    )
    .sort();

/** Two in roulette mode who have each other, and one in level mode near each of them. */
const one = at('one', 19_000, { mode: 'roulette', band: 5 });
const other = at('other', 18_000, { mode: 'roulette', band: 7 });
const low = at('low', 17_000, { mode: 'level', band: 5 });
const high = at('high', 16_000, { mode: 'level', band: 7 });

describe('pairing more', () => {
  test('parts two of whom each has somebody among those left over', () => {
    const pairs = pairMore({ pairs: [[one, other]], leftOver: [low, high], now: NOW });
    expect(namesOf(pairs)).toEqual(['high other', 'low one']);
  });

  test('is what a round does that has left such people over', () => {
    expect(namesOf(matchRound([one, other, low, high], NOW, Math.random))).toEqual(['high other', 'low one']);
  });

  test('leaves a pair alone when only one of the two would have somebody else', () => {
    const lowToo = at('low too', 16_000, { mode: 'level', band: 4 });
    const pairs = pairMore({ pairs: [[one, other]], leftOver: [low, lowToo], now: NOW });
    expect(namesOf(pairs)).toEqual(['one other']);
  });

  test('brings no recent partners together', () => {
    const justMet = at('just met', 16_000, { mode: 'level', band: 7, recent: ['other'] });
    const pairs = pairMore({ pairs: [[one, other]], leftOver: [low, justMet], now: NOW });
    expect(namesOf(pairs)).toEqual(['one other']);
  });

  test('uses nobody twice when several pairs could be parted', () => {
    const third = at('third', 15_000, { mode: 'roulette', band: 5 });
    const fourth = at('fourth', 14_000, { mode: 'roulette', band: 7 });
    const parted = pairMore({
      pairs: [
        [one, other],
        [third, fourth],
      ],
      leftOver: [low, high],
      now: NOW,
    });
    expect(namesOf(parted)).toEqual(['fourth third', 'high other', 'low one']);
  });

  test('is left out where the queue is long, whose rounds must stay fast', () => {
    const many = Array.from({ length: LONGEST_QUEUE }, (_, n) =>
      at(`many ${n}`, 60_000 + n, { mode: 'level', band: 1 }),
    );
    const pairs = matchRound([...many, one, other, low, high], NOW, () => 0.999);
    expect(pairs.flat().filter((ticket) => ticket === low || ticket === high)).toEqual([]);
  });
});
