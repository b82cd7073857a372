import { randomBytes } from 'node:crypto';
import type { Band } from '../src/contract/index.ts';
import type { Ticket } from '../src/matching/Ticket.ts';

export interface QueueShape {
  waiting: number;
  /** How many everybody has blocked, on average; a half means every second one. */
  blocks: number;
  /** How many of the last partners are known of everybody. */
  recent: number;
  /** Milliseconds since 1970: when the round is. */
  now: number;
  /** Since when the longest waits, in milliseconds; the others have come evenly since then. */
  longestWaitMs: number;
}

/** As a database or Redis hands them out: every mention of an id is a string of its own, somewhere else in memory. */
const idsOf = (bytes: Buffer, place: number): string => {
  const hex = bytes.toString('hex', place * 10, place * 10 + 10);
  return `01993b9e-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
};

/** A queue of people of around band 6, half of them in each mode, one in ten with a wish for the same gender. */
export function makeQueue({ waiting, blocks, recent, now, longestWaitMs }: QueueShape): Ticket[] {
  const random = seededRandom(waiting);
  const bytes = randomBytes(10 * waiting);
  const somebody = (): string => idsOf(bytes, Math.floor(random() * waiting));
  const several = (count: number): string[] => Array.from({ length: count }, somebody);
  return Array.from({ length: waiting }, (_, place): Ticket => {
    const userId = idsOf(bytes, place);
    const gender = pick(['female', 'male', null] as const, random());
    const blocked = several(Math.floor(blocks) + (random() < blocks % 1 ? 1 : 0));
    return {
      id: `t${place}`,
      userId,
      deviceId: 'phone',
      mode: random() < 0.5 ? 'roulette' : 'level',
      tolerance: 0.5,
      joinedAt: now - longestWaitMs + Math.floor((place * longestWaitMs) / waiting),
      isFront: false,
      failures: 0,
      failedAt: null,
      awaySince: null,
      prepares: false,
      learner: {
        card: {
          id: userId,
          username: 'madina',
          displayName: 'Madina',
          currentBand: bandAround6(random),
          targetBand: 7,
          bio: null,
          memberSince: '2026-01-01T00:00:00.000Z',
        },
        birthYear: 1998 + Math.floor(random() * 11),
        gender,
        partnerGender: gender !== null && random() < 0.1 ? 'same' : 'any',
        hideIp: false,
        blocked,
        recent: several(recent),
      },
    };
  });
}

/** The same numbers in every run. Numerical Recipes' linear congruential generator: even enough to draw people. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

export function pick<T>(choices: readonly T[], at: number): T {
  const choice = choices[Math.floor(at * choices.length)];
  if (choice === undefined) throw new Error('nothing to pick from');
  return choice;
}

/** Roughly normal around 6 with a deviation of 1, in halves. */
export function bandAround6(random: () => number): Band {
  let sum = 0;
  for (let draw = 0; draw < 12; draw++) sum += random();
  return (Math.max(0, Math.min(18, Math.round(2 * sum))) / 2) as Band;
}
