import { isAvoided, personsMeet } from './matchRules.ts';
import { ANY_DISTANCE, HALF_BANDS, type TicketColumns } from './ticketColumns.ts';
import { MEETS } from './traitGroups.ts';
import {
  ACCEPTED_DISTANCES,
  behind,
  benchOf,
  createWaitingLines,
  lineOf,
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
  readonly columns: TicketColumns;
  readonly lines: WaitingLines;
  readonly options: PoolOptions;
  /** Those in roulette mode, in any order, up to `rouletteSize`. */
  readonly roulette: Int32Array;
  /** By ticket: where in `roulette`. */
  readonly rouletteAt: Int32Array;
  rouletteSize: number;
}

/** @param numbers of tickets, in service order */
export function createWaitingPool(
  columns: TicketColumns,
  numbers: Int32Array,
  options: PoolOptions,
): WaitingPool {
  const roulette = numbers.filter((number) => columns.accepts[number] === ANY_DISTANCE);
  const rouletteAt = new Int32Array(columns.tickets.length);
  for (let at = 0; at < roulette.length; at++) rouletteAt[roulette[at] ?? 0] = at;
  const lines = createWaitingLines(columns, numbers);
  return { columns, lines, options, roulette, rouletteAt, rouletteSize: roulette.length };
}

/** Takes a ticket out of the pool, matched or served in vain; once only. */
export function remove(pool: WaitingPool, number: number): void {
  takeOut(pool.lines, number);
  if (pool.columns.accepts[number] !== ANY_DISTANCE) return;
  const last = pool.roulette[--pool.rouletteSize] ?? NOBODY;
  const at = pool.rouletteAt[number] ?? 0;
  pool.roulette[at] = last;
  pool.rouletteAt[last] = at;
}

/** A partner for a ticket that was removed before, its own mode first; NOBODY when nobody in the pool is for it. */
export function findPartner(pool: WaitingPool, seeker: number): number {
  if (pool.columns.accepts[seeker] === ANY_DISTANCE) {
    const found = findRoulette(pool, seeker);
    return found === NOBODY ? findLevel(pool, seeker) : found;
  }
  const found = findLevel(pool, seeker);
  return found === NOBODY ? findRoulette(pool, seeker) : found;
}

/** The nearest band first; within one distance the longest waiting. */
function findLevel(pool: WaitingPool, seeker: number): number {
  const own = pool.columns.halfBand[seeker] ?? 0;
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
  const { group, halfBand } = pool.columns;
  const meets = MEETS[group[seeker] ?? 0] ?? 0;
  const own = halfBand[seeker] ?? 0;
  const farthest = reach(pool, seeker);
  for (let pick = 0; pick < RANDOM_PICKS && pool.rouletteSize > 0; pick++) {
    const number = pool.roulette[Math.floor(pool.options.random() * pool.rouletteSize)] ?? NOBODY;
    if (((meets >> (group[number] ?? 0)) & 1) === 0) continue;
    if (Math.abs((halfBand[number] ?? 0) - own) > farthest) continue;
    if (personsFit(pool, seeker, number)) return number;
  }
  return NOBODY;
}

/** Goes through the bands from a random one on, so that scarce luck does not always fall on the same. */
function searchRoulette(pool: WaitingPool, seeker: number): number {
  const own = pool.columns.halfBand[seeker] ?? 0;
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
function reach({ columns }: WaitingPool, seeker: number): number {
  const accepted = columns.accepts[seeker] ?? ANY_DISTANCE;
  return accepted === ANY_DISTANCE ? HALF_BANDS : accepted;
}

/** Who waits longest on a bench of those whom the seeker may meet. */
function longestWaiting(pool: WaitingPool, seeker: number, bench: number): number {
  const { heads, present } = pool.lines;
  let longest = NOBODY;
  let groups = (present[bench] ?? 0) & (MEETS[pool.columns.group[seeker] ?? 0] ?? 0);
  while (groups !== 0) {
    const group = 31 - Math.clz32(groups);
    groups ^= 1 << group;
    const head = heads[lineOf(bench, group)] ?? NOBODY;
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

function personsFit({ columns, options }: WaitingPool, one: number, other: number): boolean {
  const { print, tickets } = columns;
  if (!mayName(columns, one, other) && !mayName(columns, other, one) && print[one] !== print[other])
    return true;
  const a = tickets[one];
  const b = tickets[other];
  if (!a || !b) return false;
  return personsMeet(a, b) && !(options.avoidRecent && isAvoided(a, b, options.now));
}

/** Whether the one has blocked or recently met the other; now and then true of somebody with a like id. */
function mayName({ named, namedFrom, print }: TicketColumns, one: number, other: number): boolean {
  const otherPrint = print[other];
  const end = namedFrom[one + 1] ?? 0;
  for (let place = namedFrom[one] ?? 0; place < end; place++) {
    if (named[place] === otherPrint) return true;
  }
  return false;
}
