import fc from 'fast-check';
import { expect } from 'vitest';
import type { Band, Mode, Tolerance } from '../contract/index.ts';
import { isAllowed, isAvoided } from '../matching/matchRules.ts';
import type { matchRound } from '../matching/matchRound.ts';
import { byServiceOrder, type Ticket } from '../matching/Ticket.ts';
import { aCard, aLearner, aTicket } from './builders.ts';

const NOW = Date.UTC(2026, 5, 1);
const YEAR = 2026;

/** A queue of a few people in which every rule has something to forbid. */
const aQueue: fc.Arbitrary<Ticket[]> = fc
  .array(
    fc.record({
      mode: fc.constantFrom<Mode>('roulette', 'level'),
      tolerance: fc.constantFrom<Tolerance>(0.5, 1, 1.5),
      band: fc.integer({ min: 8, max: 14 }),
      birthYear: fc.constantFrom(2010, 2008, 2007, 2006, 2000),
      gender: fc.constantFrom('female', 'male', null),
      partnerGender: fc.constantFrom('any', 'same'),
      waitedMs: fc.integer({ min: 0, max: 90_000 }),
      isFront: fc.boolean(),
      isAway: fc.nat(9).map((n) => n === 0),
      blocked: fc.array(fc.nat(13), { maxLength: 3 }),
      recent: fc.array(fc.nat(13), { maxLength: 3 }),
    }),
    { maxLength: 14 },
  )
  .map((people) => {
    const userId = (number: number): string => `user-${number}`;
    return people.map((person, number) =>
      aTicket({
        userId: userId(number),
        mode: person.mode,
        tolerance: person.tolerance,
        joinedAt: NOW - person.waitedMs,
        isFront: person.isFront,
        awaySince: person.isAway ? NOW - 1_000 : null,
        learner: aLearner({
          card: aCard({ id: userId(number), currentBand: (person.band / 2) as Band }),
          birthYear: person.birthYear,
          gender: person.gender as 'female' | 'male' | null,
          partnerGender: person.partnerGender as 'any' | 'same',
          blocked: person.blocked.map(userId),
          recent: person.recent.filter((n) => n !== number).map(userId),
        }),
      }),
    );
  });

const aRandom: fc.Arbitrary<() => number> = fc
  .infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  .map((stream) => () => stream.next().value);

type Property = (match: typeof matchRound, queue: Ticket[], random: () => number) => void;

/** What every round keeps, by its name. */
const properties: Record<string, Property> = {
  'matches only people who are here, allowed to each other, and each once': (match, queue, random) => {
    const pairs = match(queue, NOW, random);
    const matched = pairs.flat().map((ticket) => ticket.userId);
    expect(new Set(matched).size).toBe(matched.length);
    for (const [a, b] of pairs) {
      expect(isAllowed(a, b, YEAR)).toBe(true);
      expect([a.awaySince, b.awaySince]).toEqual([null, null]);
    }
  },

  'leaves no two over that are allowed to each other': (match, queue, random) => {
    const matched = new Set(match(queue, NOW, random).flat());
    const left = queue.filter((ticket) => ticket.awaySince === null && !matched.has(ticket));
    for (const a of left) for (const b of left) expect(a !== b && isAllowed(a, b, YEAR)).toBe(false);
  },

  'leaves no two over who would each have one of a pair': (match, queue, random) => {
    const pairs = match(queue, NOW, random);
    const matched = new Set(pairs.flat());
    const left = queue.filter((ticket) => ticket.awaySince === null && !matched.has(ticket));
    const fitting = (partner: Ticket): Ticket[] =>
      left.filter((ticket) => isAllowed(ticket, partner, YEAR) && !isAvoided(ticket, partner, NOW));
    for (const [a, b] of pairs) {
      const couldGain = fitting(a).some((one) => fitting(b).some((other) => other !== one));
      expect(couldGain).toBe(false);
    }
  },

  'serves the first in service order who has anybody that is allowed and not avoided': (
    match,
    queue,
    random,
  ) => {
    const here = queue.filter((ticket) => ticket.awaySince === null).sort(byServiceOrder);
    const matched = new Set(match(queue, NOW, random).flat());
    const first = here.find((a) =>
      here.some((b) => a !== b && isAllowed(a, b, YEAR) && !isAvoided(a, b, NOW)),
    );
    expect(first === undefined || matched.has(first)).toBe(true);
  },

  'does not pair recent partners when both had somebody else left over': (match, queue, random) => {
    const pairs = match(queue, NOW, random);
    const matched = new Set(pairs.flat());
    const left = queue.filter((ticket) => ticket.awaySince === null && !matched.has(ticket));
    for (const [a, b] of pairs) {
      if (!isAvoided(a, b, NOW)) continue;
      for (const other of left) {
        expect(isAllowed(a, other, YEAR) && !isAvoided(a, other, NOW)).toBe(false);
        expect(isAllowed(b, other, YEAR) && !isAvoided(b, other, NOW)).toBe(false);
      }
    }
  },
};

/** What every round keeps, for fast-check, of this matcher. */
export function roundProperties(match: typeof matchRound) {
  return Object.entries(properties).map(([name, property]) => ({
    name,
    property: fc.property(aQueue, aRandom, (queue, random) => property(match, queue, random)),
  }));
}
