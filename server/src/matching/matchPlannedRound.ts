import { yearOf } from '../clock/yearOf.ts';
import { inParts } from './inParts.ts';
import { isAvoided } from './matchRules.ts';
import { LONGEST_QUEUE, pairMore } from './pairMore.ts';
import { mayName, NO_ROWS, type RoundRows, ROW_WORDS, toRoundRows } from './roundRows.ts';
import type { Pair, Ticket } from './Ticket.ts';
import { NOBODY } from './waitingLines.ts';
import {
  createWaitingPool,
  emptyPool,
  fillPool,
  findPartner,
  isGone,
  remove,
  type WaitingPool,
} from './waitingPool.ts';

interface RoundOptions {
  /** Milliseconds since 1970. */
  now: number;
  /** Uniform in [0, 1). */
  random: () => number;
}

/** A round while it is being played. */
interface Round {
  now: number;
  random: () => number;
  queue: RoundRows;
  pool: WaitingPool;
  /** By ticket: whom the plan gives it; NOBODY when there is no plan for it, or one of the two is matched. Empty: no plan. */
  planned: Int32Array;
  /** Two a pair, up to `matchedSize`. */
  matched: Int32Array;
  matchedSize: number;
  /** Whom the last pass has served in vain, in service order. */
  leftOver: number[];
}

/** Who is matched: numbers, two a pair, up to `size`. */
interface Matched {
  numbers: Int32Array;
  size: number;
}

const NO_NUMBERS = new Int32Array();

/**
 * One for all rounds, each of which is played without a pause. New memory has to be found and cleared, and what the
 * engine has compiled for objects of one shape it forgets when none of them is left.
 */
const table: Round = {
  now: 0,
  random: () => 0,
  queue: NO_ROWS,
  pool: createWaitingPool(),
  planned: NO_NUMBERS,
  matched: NO_NUMBERS,
  matchedSize: 0,
  leftOver: [],
};

/**
 * A round of which some pairs were chosen ahead. They are met first among the others and last given up: those without
 * a plan look for each other; then the planned pairs and those left over are served in service order, each of a planned
 * pair with the other one. Only somebody who has waited longer than both, and has nobody else, takes one of them away.
 * So a plan changes nothing of what a round keeps: the longest waiting is served first, recent partners are kept apart
 * while anybody else is there, and afterwards no two that are allowed to each other are both left over. Of a short
 * queue (pairMore.ts) a pair is also taken apart when both of it find another partner among those left over.
 *
 * What a plan may cost: whoever comes after it chooses among those whom it left, so his partner is drawn from fewer
 * (and may be of a farther band in level mode); and whoever is taken out of a pair connects only then.
 * @param tickets in any order; those away are passed over
 * @param plan pairs of these tickets that are allowed to each other; nobody twice
 */
export function matchPlannedRound(
  tickets: readonly Ticket[],
  plan: readonly Pair[],
  options: RoundOptions,
): Pair[] {
  return [...matchRows(toRoundRows(tickets, yearOf(options.now)), plan, options)];
}

/**
 * The same of a queue that was lined up before. All is decided before the first pair is handed out; of a long queue no
 * list of pairs is made, which would cost as much as finding them.
 */
export function matchRows(
  queue: RoundRows,
  plan: readonly Pair[],
  options: RoundOptions,
): Iterable<Pair, void> {
  const matched = playRound(queue, plan, options);
  if (queue.size > LONGEST_QUEUE || queue.size - matched.size < 2) return pairsOf(queue, matched);
  const pairs = [...pairsOf(queue, matched)];
  const taken = new Set(pairs.flat());
  const leftOver = queue.tickets.filter((ticket) => !taken.has(ticket));
  return pairMore({ pairs, leftOver, now: options.now });
}

function* pairsOf({ tickets }: RoundRows, { numbers, size }: Matched): Generator<Pair, void> {
  for (let place = 0; place < size; place += 2) {
    const ticket = tickets[numbers[place] ?? NOBODY];
    const partner = tickets[numbers[place + 1] ?? NOBODY];
    // Not just `ticket && partner`: that would make the engine go and look what kind of a thing the two are.
    if (ticket !== undefined && partner !== undefined) yield [ticket, partner];
  }
}

function playRound(queue: RoundRows, plan: readonly Pair[], { now, random }: RoundOptions): Matched {
  const round = table;
  round.now = now;
  round.random = random;
  round.queue = queue;
  round.planned = toPlanned(queue, plan);
  round.matched = new Int32Array(queue.size);
  round.matchedSize = 0;
  const bound = boundOf(round);
  const isPlanned = bound.includes(1);
  pass(round, { isOut: bound, from: 0, avoidRecent: true });
  if (isPlanned) pass(round, { isOut: matchedOf(round), from: 0, avoidRecent: true });
  if (round.leftOver.length > 1) passOfLeftOver(round);
  const matched = { numbers: round.matched, size: round.matchedSize };
  clear(round);
  return matched;
}

/** Nobody is kept in memory only because he was in the last round. */
function clear(round: Round): void {
  round.queue = NO_ROWS;
  round.planned = NO_NUMBERS;
  round.matched = NO_NUMBERS;
  emptyPool(round.pool);
}

function toPlanned({ tickets }: RoundRows, plan: readonly Pair[]): Int32Array {
  if (plan.length === 0) return new Int32Array();
  const planned = new Int32Array(tickets.length).fill(NOBODY);
  const numbers = new Map(tickets.map((ticket, number) => [ticket.id, number]));
  for (const [a, b] of plan) {
    const [one, other] = [numbers.get(a.id), numbers.get(b.id)];
    if (one === undefined || other === undefined) continue;
    planned[one] = other;
    planned[other] = one;
  }
  return planned;
}

/** By number: 1 for those for whom the plan is good, which it is not for recent partners. */
function boundOf(round: Round): Uint8Array {
  const bound = new Uint8Array(round.queue.size);
  for (const [number, partner] of round.planned.entries()) {
    if (partner !== NOBODY && !isAvoidedPlan(round, number)) bound[number] = 1;
  }
  return bound;
}

/** By number: 1 for those who are matched. */
function matchedOf(round: Round): Uint8Array {
  const isMatched = new Uint8Array(round.queue.size);
  inParts(0, round.matchedSize, (from, to) => markPart(isMatched, round.matched, { from, to }));
  return isMatched;
}

function markPart(
  isMatched: Uint8Array,
  matched: Int32Array,
  { from, to }: { from: number; to: number },
): void {
  for (let place = from; place < to; place++) isMatched[matched[place] ?? NOBODY] = 1;
}

function isAvoidedPlan({ queue, planned, now }: Round, number: number): boolean {
  const other = planned[number] ?? NOBODY;
  if (!mayName(queue.rows, ROW_WORDS * number, ROW_WORDS * other)) return false;
  const ticket = queue.tickets[number];
  const partner = queue.tickets[other];
  return ticket !== undefined && partner !== undefined && isAvoided(ticket, partner, now);
}

interface Pass {
  /** By number: 1 for those who do not take part; it is used up, and all are out in the end. */
  isOut: Uint8Array;
  /** Nobody before this number takes part. */
  from: number;
  avoidRecent: boolean;
}

/** Serves in service order, which the numbers follow, and adds to who is matched. */
function pass(round: Round, { isOut, from, avoidRecent }: Pass): void {
  const { queue, pool, now, random } = round;
  round.leftOver = [];
  fillPool(pool, { queue, from, isGone: isOut, now, random, avoidRecent });
  inParts(from, queue.size, (start, end) => servePart(round, start, end));
}

/** Those whom only the avoiding of recent partners has kept apart. */
function passOfLeftOver(round: Round): void {
  const { leftOver } = round;
  const isOut = round.pool.lines.isGone;
  for (const number of leftOver) isOut[number] = 0;
  pass(round, { isOut, from: leftOver[0] ?? 0, avoidRecent: false });
}

function servePart(round: Round, from: number, to: number): void {
  for (let number = from; number < to; number++) if (!isGone(round.pool, number)) serve(round, number);
}

/** Takes the ticket out, with a partner if there is one. */
function serve(round: Round, number: number): void {
  const { pool } = round;
  remove(pool, number);
  const partner = plannedPartner(round, number) ?? findPartner(pool, number);
  if (partner === NOBODY) {
    round.leftOver.push(number);
    return;
  }
  remove(pool, partner);
  forgetPlan(round, number);
  forgetPlan(round, partner);
  round.matched[round.matchedSize++] = number;
  round.matched[round.matchedSize++] = partner;
}

function plannedPartner(round: Round, number: number): number | null {
  const partner = round.planned[number] ?? NOBODY;
  if (partner === NOBODY || isGone(round.pool, partner)) return null;
  return round.pool.avoidRecent && isAvoidedPlan(round, number) ? null : partner;
}

function forgetPlan({ planned }: Round, number: number): void {
  const partner = planned[number] ?? NOBODY;
  if (partner === NOBODY) return;
  planned[number] = NOBODY;
  planned[partner] = NOBODY;
}
