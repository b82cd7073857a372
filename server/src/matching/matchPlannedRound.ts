import { yearOf } from '../clock/yearOf.ts';
import { isAvoided } from './matchRules.ts';
import { LONGEST_QUEUE, pairMore } from './pairMore.ts';
import { toRoundRows, type RoundRows } from './roundRows.ts';
import type { Pair, Ticket } from './Ticket.ts';
import { NOBODY } from './waitingLines.ts';
import { createWaitingPool, findPartner, remove, type PoolOptions, type WaitingPool } from './waitingPool.ts';

interface RoundOptions {
  /** Milliseconds since 1970. */
  now: number;
  /** Uniform in [0, 1). */
  random: () => number;
}

/** A round while it is being played. */
interface Round extends RoundOptions {
  queue: RoundRows;
  /** By ticket: whom the plan gives it; NOBODY when there is no plan for it, or one of the two is matched. */
  planned: Int32Array;
  /** Two a pair, up to `matchedSize`. */
  matched: Int32Array;
  matchedSize: number;
}

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
  const round = playRound(queue, plan, options);
  if (queue.size > LONGEST_QUEUE || queue.size - round.matchedSize < 2) return pairsOf(round);
  const pairs = [...pairsOf(round)];
  const matched = new Set(pairs.flat());
  const leftOver = queue.tickets.filter((ticket) => !matched.has(ticket));
  return pairMore({ pairs, leftOver, now: options.now });
}

function* pairsOf({ queue, matched, matchedSize }: Round): Generator<Pair, void> {
  for (let place = 0; place < matchedSize; place += 2) {
    const ticket = queue.tickets[matched[place] ?? NOBODY];
    const partner = queue.tickets[matched[place + 1] ?? NOBODY];
    if (ticket && partner) yield [ticket, partner];
  }
}

function playRound(queue: RoundRows, plan: readonly Pair[], { now, random }: RoundOptions): Round {
  const planned = toPlanned(queue, plan);
  const round: Round = { now, random, queue, planned, matched: new Int32Array(queue.size), matchedSize: 0 };
  const [free, bound] = divide(round);
  let leftOver = pass(round, free, true);
  if (bound.length > 0) leftOver = pass(round, merge(leftOver, bound), true);
  if (leftOver.length > 1) pass(round, leftOver, false);
  return round;
}

function toPlanned({ tickets }: RoundRows, plan: readonly Pair[]): Int32Array {
  const planned = new Int32Array(tickets.length).fill(NOBODY);
  if (plan.length === 0) return planned;
  const numbers = new Map(tickets.map((ticket, number) => [ticket.id, number]));
  for (const [a, b] of plan) {
    const [one, other] = [numbers.get(a.id), numbers.get(b.id)];
    if (one === undefined || other === undefined) continue;
    planned[one] = other;
    planned[other] = one;
  }
  return planned;
}

/** Those who look for somebody at once, and those for whom the plan is good: not one that pairs recent partners. */
function divide(round: Round): [free: Int32Array, bound: Int32Array] {
  const { size } = round.queue;
  const [free, bound] = [new Int32Array(size), new Int32Array(size)];
  let [freeSize, boundSize] = [0, 0];
  for (let number = 0; number < size; number++) {
    if (round.planned[number] === NOBODY || isAvoidedPlan(round, number)) free[freeSize++] = number;
    else bound[boundSize++] = number;
  }
  return [free.subarray(0, freeSize), bound.subarray(0, boundSize)];
}

function isAvoidedPlan({ queue, planned, now }: Round, number: number): boolean {
  const ticket = queue.tickets[number];
  const partner = queue.tickets[planned[number] ?? NOBODY];
  return ticket !== undefined && partner !== undefined && isAvoided(ticket, partner, now);
}

/** Numbers follow the service order. */
function merge(one: Int32Array, other: Int32Array): Int32Array {
  const merged = new Int32Array(one.length + other.length);
  merged.set(one);
  merged.set(other, one.length);
  return merged.sort();
}

/** Adds to who is matched, answers who is left over, in service order. */
function pass(round: Round, numbers: Int32Array, avoidRecent: boolean): Int32Array {
  const options: PoolOptions = { now: round.now, random: round.random, avoidRecent };
  const pool = createWaitingPool(round.queue, numbers, options);
  const leftOver = new Int32Array(numbers.length);
  let left = 0;
  for (let place = 0; place < numbers.length; place++) {
    const number = numbers[place] ?? NOBODY;
    if (pool.lines.isGone[number] === 1) continue;
    if (!serve(round, pool, number)) leftOver[left++] = number;
  }
  return leftOver.subarray(0, left);
}

/** Takes the ticket out, with a partner if there is one: false if not. */
function serve(round: Round, pool: WaitingPool, number: number): boolean {
  remove(pool, number);
  const partner = plannedPartner(round, pool, number) ?? findPartner(pool, number);
  if (partner === NOBODY) return false;
  remove(pool, partner);
  forgetPlan(round, number);
  forgetPlan(round, partner);
  round.matched[round.matchedSize++] = number;
  round.matched[round.matchedSize++] = partner;
  return true;
}

function plannedPartner(round: Round, pool: WaitingPool, number: number): number | null {
  const partner = round.planned[number] ?? NOBODY;
  if (partner === NOBODY || pool.lines.isGone[partner] === 1) return null;
  return pool.options.avoidRecent && isAvoidedPlan(round, number) ? null : partner;
}

function forgetPlan({ planned }: Round, number: number): void {
  const partner = planned[number] ?? NOBODY;
  if (partner === NOBODY) return;
  planned[number] = NOBODY;
  planned[partner] = NOBODY;
}
