import { inParts } from './inParts.ts';
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
  NO_ROWS,
  type RoundRows,
  ROW_WORDS,
} from './roundRows.ts';
import {
  addToDraw,
  clearDraw,
  createRouletteDraw,
  draw,
  lineDrawn,
  putBack,
  type RouletteDraw,
} from './rouletteDraw.ts';
import { MEETS } from './traitGroups.ts';
import {
  ACCEPTED_DISTANCES,
  addToLines,
  behind,
  clearLines,
  createWaitingLines,
  headOf,
  isAfter,
  NOBODY,
  type WaitingLines,
} from './waitingLines.ts';

/** Picks at random before the pool is searched through; in a mixed queue the first or second pick fits. */
const RANDOM_PICKS = 8;

interface PoolOptions {
  now: number;
  random: () => number;
  /** Whether recent partners are passed over. */
  avoidRecent: boolean;
}

/**
 * The tickets of a round that are still to be matched. Whole lines of those who are alike are taken or passed over at
 * once, so a search meets at most the few that two persons exclude for each other.
 *
 * Functions over plain arrays, and not closures, and one pool for many rounds: the engine keeps what it has learnt
 * about a function only as long as the function is the same, and there are objects of the shapes that it has learnt.
 */
export interface WaitingPool extends PoolOptions {
  queue: RoundRows;
  readonly lines: WaitingLines;
  readonly roulette: RouletteDraw;
}

/** Nobody is in it yet. */
export function createWaitingPool(): WaitingPool {
  return {
    now: 0,
    random: () => 0,
    avoidRecent: false,
    queue: NO_ROWS,
    lines: createWaitingLines(),
    roulette: createRouletteDraw(),
  };
}

interface Filling extends PoolOptions {
  queue: RoundRows;
  /** Nobody before this number is to be in the pool. */
  from: number;
  /** By number: 1 for those who are not to be in it; the pool goes on with it. */
  isGone: Uint8Array;
}

export function fillPool(
  pool: WaitingPool,
  { queue, from, isGone, now, random, avoidRecent }: Filling,
): void {
  pool.queue = queue;
  pool.now = now;
  pool.random = random;
  pool.avoidRecent = avoidRecent;
  clearLines(pool.lines, queue.size, isGone);
  clearDraw(pool.roulette, { queue, isGone, random });
  // From the last one on, so that no line's end has to be known.
  inParts(0, queue.size - from, (start, end) => fillPart(pool, queue.size - end, queue.size - start));
}

/** Each part of the rows is read by both while it is near. */
function fillPart({ queue, lines, roulette }: WaitingPool, from: number, to: number): void {
  addToLines(lines, queue.rows, { from, to });
  addToDraw(roulette, from, to);
}

/** Keeps its memory, but nobody in it. */
export function emptyPool(pool: WaitingPool): void {
  pool.queue = NO_ROWS;
  pool.roulette.rows = NO_ROWS.rows;
}

const lineOfTicket = ({ queue }: WaitingPool, number: number): number =>
  queue.rows[ROW_WORDS * number + LINE] ?? 0;

export const isGone = ({ lines }: WaitingPool, number: number): boolean => lines.isGone[number] === 1;

/** Takes a ticket out of the pool, matched or served in vain. */
export function remove({ lines }: WaitingPool, number: number): void {
  lines.isGone[number] = 1;
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
  for (let pick = 0; pick < RANDOM_PICKS; pick++) {
    const number = draw(pool.roulette);
    if (number === NOBODY) return NOBODY;
    const line = lineDrawn(pool.roulette);
    const isMet =
      ((meets >> groupIn(line)) & 1) === 1 &&
      Math.abs(halfBandIn(line) - halfBandIn(own)) <= farthest &&
      personsFit(pool, seeker, number);
    if (isMet) return number;
    putBack(pool.roulette, number);
  }
  return NOBODY;
}

/** Goes through the bands from a random one on, so that scarce luck does not always fall on the same. */
function searchRoulette(pool: WaitingPool, seeker: number): number {
  const own = halfBandIn(lineOfTicket(pool, seeker));
  const farthest = reach(pool, seeker);
  const start = Math.floor(pool.random() * HALF_BANDS);
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
  const groups = (pool.lines.present[bench] ?? 0) & (MEETS[groupIn(lineOfTicket(pool, seeker))] ?? 0);
  let longest = NOBODY;
  for (let left = groups; left !== 0;) {
    const group = 31 - Math.clz32(left);
    left ^= 1 << group;
    if (isAfter(pool.lines, lineOf(bench, group), longest)) continue;
    longest = earlier(longest, headOf(pool.lines, bench, group));
  }
  // Mostly nothing personal is between the two, and nobody else had to be looked at.
  if (longest === NOBODY || personsFit(pool, seeker, longest)) return longest;
  return longestFitting(pool, seeker, { bench, groups });
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
    if (isAfter(pool.lines, lineOf(bench, group), longest)) continue;
    longest = earlier(longest, firstFit(pool, seeker, headOf(pool.lines, bench, group)));
  }
  return longest;
}

/** The first, from the head of a line on, whom nothing personal keeps apart from the seeker. */
function firstFit(pool: WaitingPool, seeker: number, head: number): number {
  let number = head;
  while (number !== NOBODY && !personsFit(pool, seeker, number)) number = behind(pool.lines, number);
  return number;
}

function personsFit({ queue, now, avoidRecent }: WaitingPool, one: number, other: number): boolean {
  const { rows, tickets } = queue;
  if (!mayName(rows, ROW_WORDS * one, ROW_WORDS * other)) return true;
  const a = tickets[one];
  const b = tickets[other];
  if (!a || !b) return false;
  return personsMeet(a, b) && !(avoidRecent && isAvoided(a, b, now));
}
