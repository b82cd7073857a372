import { isAvoided, personsMeet } from './matchRules.ts';
import {
  acceptsIn,
  ANY_DISTANCE,
  benchOf,
  groupIn,
  HALF_BANDS,
  halfBandIn,
  LINE,
  lineOf,
  mayName,
  type RoundRows,
  ROW_WORDS,
  SPOT,
} from './roundRows.ts';
import { MEETS } from './traitGroups.ts';
import {
  ACCEPTED_DISTANCES,
  behind,
  createWaitingLines,
  NOBODY,
  takeOut,
  type WaitingLines,
} from './waitingLines.ts';

/** Picks at random before the pool is searched through; in a mixed queue the first or second pick fits. */
const RANDOM_PICKS = 8;

export interface PoolOptions {
  now: number;
  random: () => number;
  /** Whether recent partners are passed over. */
  avoidRecent: boolean;
}

/**
 * The tickets of a round that are still to be matched. Whole lines of those who are alike are taken or passed over at
 * once, so a search meets at most the few that two persons exclude for each other.
 *
 * Functions over plain arrays, and not closures, because a round makes a new pool: the engine keeps what it has learnt
 * about a function only as long as the function is the same.
 */
export interface WaitingPool {
  readonly queue: RoundRows;
  readonly lines: WaitingLines;
  readonly options: PoolOptions;
  /** Those in roulette mode, in any order, up to `rouletteSize`; each one's SPOT says where. */
  readonly roulette: Int32Array;
  rouletteSize: number;
}

/** @param numbers of tickets, in service order */
export function createWaitingPool(queue: RoundRows, numbers: Int32Array, options: PoolOptions): WaitingPool {
  const { rows } = queue;
  const roulette = new Int32Array(numbers.length);
  let rouletteSize = 0;
  for (let place = 0; place < numbers.length; place++) {
    const number = numbers[place] ?? 0;
    if (acceptsIn(rows[ROW_WORDS * number + LINE] ?? 0) !== ANY_DISTANCE) continue;
    rows[ROW_WORDS * number + SPOT] = rouletteSize;
    roulette[rouletteSize++] = number;
  }
  return { queue, lines: createWaitingLines(queue, numbers), options, roulette, rouletteSize };
}

const lineOfTicket = ({ queue }: WaitingPool, number: number): number =>
  queue.rows[ROW_WORDS * number + LINE] ?? 0;

/** Takes a ticket out of the pool, matched or served in vain; once only. */
export function remove(pool: WaitingPool, number: number): void {
  takeOut(pool.lines, number);
  const { rows } = pool.queue;
  if (acceptsIn(rows[ROW_WORDS * number + LINE] ?? 0) !== ANY_DISTANCE) return;
  const last = pool.roulette[--pool.rouletteSize] ?? NOBODY;
  const spot = rows[ROW_WORDS * number + SPOT] ?? 0;
  pool.roulette[spot] = last;
  rows[ROW_WORDS * last + SPOT] = spot;
}

/** A partner for a ticket that was removed before, its own mode first; NOBODY when nobody in the pool is for it. */
export function findPartner(pool: WaitingPool, seeker: number): number {
  if (acceptsIn(lineOfTicket(pool, seeker)) === ANY_DISTANCE) {
    const found = findRoulette(pool, seeker);
    return found === NOBODY ? findLevel(pool, seeker) : found;
  }
  const found = findLevel(pool, seeker);
  return found === NOBODY ? findRoulette(pool, seeker) : found;
}

/** The nearest band first; within one distance the longest waiting. */
function findLevel(pool: WaitingPool, seeker: number): number {
  const own = halfBandIn(lineOfTicket(pool, seeker));
  const farthest = Math.min(reach(pool, seeker), ACCEPTED_DISTANCES - 1);
  for (let distance = 0; distance <= farthest; distance++) {
    let best = NOBODY;
    for (let accepted = Math.max(distance, 1); accepted < ACCEPTED_DISTANCES; accepted++) {
      if (own >= distance)
        best = earlier(best, longestWaiting(pool, seeker, benchOf(accepted, own - distance)));
      if (distance > 0 && own + distance < HALF_BANDS) {
        best = earlier(best, longestWaiting(pool, seeker, benchOf(accepted, own + distance)));
      }
    }
    if (best !== NOBODY) return best;
  }
  return NOBODY;
}

/** Ticket numbers follow the service order. */
function earlier(one: number, other: number): number {
  return one === NOBODY || (other !== NOBODY && other < one) ? other : one;
}

function findRoulette(pool: WaitingPool, seeker: number): number {
  const picked = pickRoulette(pool, seeker);
  return picked === NOBODY ? searchRoulette(pool, seeker) : picked;
}

function pickRoulette(pool: WaitingPool, seeker: number): number {
  const own = lineOfTicket(pool, seeker);
  const meets = MEETS[groupIn(own)] ?? 0;
  const farthest = reach(pool, seeker);
  for (let pick = 0; pick < RANDOM_PICKS && pool.rouletteSize > 0; pick++) {
    const number = pool.roulette[Math.floor(pool.options.random() * pool.rouletteSize)] ?? NOBODY;
    const line = lineOfTicket(pool, number);
    if (((meets >> groupIn(line)) & 1) === 0) continue;
    if (Math.abs(halfBandIn(line) - halfBandIn(own)) > farthest) continue;
    if (personsFit(pool, seeker, number)) return number;
  }
  return NOBODY;
}

/** Goes through the bands from a random one on, so that scarce luck does not always fall on the same. */
function searchRoulette(pool: WaitingPool, seeker: number): number {
  const own = halfBandIn(lineOfTicket(pool, seeker));
  const farthest = reach(pool, seeker);
  const start = Math.floor(pool.options.random() * HALF_BANDS);
  for (let step = 0; step < HALF_BANDS; step++) {
    const halfBand = (start + step) % HALF_BANDS;
    if (Math.abs(halfBand - own) > farthest) continue;
    const found = longestWaiting(pool, seeker, benchOf(ANY_DISTANCE, halfBand));
    if (found !== NOBODY) return found;
  }
  return NOBODY;
}

/** The largest distance in half bands that the seeker accepts. */
function reach(pool: WaitingPool, seeker: number): number {
  const accepted = acceptsIn(lineOfTicket(pool, seeker));
  return accepted === ANY_DISTANCE ? HALF_BANDS : accepted;
}

/** Who waits longest on a bench of those whom the seeker may meet. */
function longestWaiting(pool: WaitingPool, seeker: number, bench: number): number {
  const { heads, present } = pool.lines;
  const groups = (present[bench] ?? 0) & (MEETS[groupIn(lineOfTicket(pool, seeker))] ?? 0);
  if (groups === 0) return NOBODY;
  let longest = NOBODY;
  for (let left = groups; left !== 0;) {
    const group = 31 - Math.clz32(left);
    left ^= 1 << group;
    longest = earlier(longest, heads[lineOf(bench, group)] ?? NOBODY);
  }
  // Mostly nothing personal is between the two, and nobody else had to be looked at.
  return personsFit(pool, seeker, longest) ? longest : longestFitting(pool, seeker, { bench, groups });
}

function longestFitting(
  pool: WaitingPool,
  seeker: number,
  { bench, groups }: { bench: number; groups: number },
): number {
  let longest = NOBODY;
  for (let left = groups; left !== 0;) {
    const group = 31 - Math.clz32(left);
    left ^= 1 << group;
    const head = pool.lines.heads[lineOf(bench, group)] ?? NOBODY;
    if (longest === NOBODY || head < longest) longest = earlier(longest, firstFit(pool, seeker, head));
  }
  return longest;
}

/** The first, from the head of a line on, whom nothing personal keeps apart from the seeker. */
function firstFit(pool: WaitingPool, seeker: number, head: number): number {
  let number = head;
  while (number !== NOBODY && !personsFit(pool, seeker, number)) number = behind(pool.lines, number);
  return number;
}

function personsFit({ queue, options }: WaitingPool, one: number, other: number): boolean {
  const { rows, tickets } = queue;
  if (!mayName(rows, ROW_WORDS * one, ROW_WORDS * other)) return true;
  const a = tickets[one];
  const b = tickets[other];
  if (!a || !b) return false;
  return personsMeet(a, b) && !(options.avoidRecent && isAvoided(a, b, options.now));
}
