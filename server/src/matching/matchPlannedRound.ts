import { yearOf } from '../clock/yearOf.ts';
import { isAvoided } from './matchRules.ts';
import { LONGEST_QUEUE, pairMore } from './pairMore.ts';
import { mayName, type RoundRows, ROW_WORDS, toRoundRows } from './roundRows.ts';
import type { Pair, Ticket } from './Ticket.ts';
import { NOBODY } from './waitingLines.ts';
import { createWaitingPool, findPartner, isGone, remove, type WaitingPool } from './waitingPool.ts';

interface RoundOptions {
  /** Milliseconds since 1970. */
  now: number;
  /** Uniform in [0, 1). */
  random: () => number;
}

/** A round while it is being played. */
interface Round extends RoundOptions {
  queue: RoundRows;
  /** By ticket: whom the plan gives it; NOBODY when there is no plan for it, or one of the two is matched. Empty: no plan. */
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
    // Not just `ticket && partner`: that would make the engine go and look what kind of a thing the two are.
    if (ticket !== undefined && partner !== undefined) yield [ticket, partner];
  }
}

function playRound(queue: RoundRows, plan: readonly Pair[], { now, random }: RoundOptions): Round {
  const planned = toPlanned(queue, plan);
  const round: Round = { now, random, queue, planned, matched: new Int32Array(queue.size), matchedSize: 0 };
  const bound = boundOf(round);
  const isPlanned = bound.includes(1);
  pass(round, bound, true);
  if (isPlanned) pass(round, matchedOf(round), true);
  if (queue.size - round.matchedSize > 1) pass(round, matchedOf(round), false);
  return round;
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
function matchedOf({ queue, matched, matchedSize }: Round): Uint8Array {
  const isMatched = new Uint8Array(queue.size);
  for (let place = 0; place < matchedSize; place++) isMatched[matched[place] ?? NOBODY] = 1;
  return isMatched;
}

function isAvoidedPlan({ queue, planned, now }: Round, number: number): boolean {
  const other = planned[number] ?? NOBODY;
  if (!mayName(queue.rows, ROW_WORDS * number, ROW_WORDS * other)) return false;
  const ticket = queue.tickets[number];
  const partner = queue.tickets[other];
  return ticket !== undefined && partner !== undefined && isAvoided(ticket, partner, now);
}

/**
 * Serves in service order, which the numbers follow, and adds to who is matched.
 * @param isOut by number: 1 for those who do not take part; it is used up
 */
function pass(round: Round, isOut: Uint8Array, avoidRecent: boolean): void {
  const { queue, now, random } = round;
  const pool = createWaitingPool(queue, isOut, { now, random, avoidRecent });
  for (let number = 0; number < queue.size; number++) if (!isGone(pool, number)) serve(round, pool, number);
}

/** Takes the ticket out, with a partner if there is one. */
function serve(round: Round, pool: WaitingPool, number: number): void {
  remove(pool, number);
  const partner = plannedPartner(round, pool, number) ?? findPartner(pool, number);
  if (partner === NOBODY) return;
  remove(pool, partner);
  forgetPlan(round, number);
  forgetPlan(round, partner);
  round.matched[round.matchedSize++] = number;
  round.matched[round.matchedSize++] = partner;
}

function plannedPartner(round: Round, pool: WaitingPool, number: number): number | null {
  const partner = round.planned[number] ?? NOBODY;
  if (partner === NOBODY || isGone(pool, partner)) return null;
  return pool.options.avoidRecent && isAvoidedPlan(round, number) ? null : partner;
}

function forgetPlan({ planned }: Round, number: number): void {
  const partner = planned[number] ?? NOBODY;
  if (partner === NOBODY) return;
  planned[number] = NOBODY;
  planned[partner] = NOBODY;
}
