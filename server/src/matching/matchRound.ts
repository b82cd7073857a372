import { yearOf } from '../clock/yearOf.ts';
import type { Pair, Ticket } from './Ticket.ts';
import { toColumns, type TicketColumns } from './ticketColumns.ts';
import { NOBODY } from './waitingLines.ts';
import { createWaitingPool, findPartner, remove, type PoolOptions, type WaitingPool } from './waitingPool.ts';

/**
 * Pairs the waiting at a round. Everybody is served in service order, each with the best partner that is left: the
 * own mode first (roulette at random, level the nearest band and longest wait), then the other mode. A first pass
 * keeps recent partners apart, a second one brings together whom only that has kept apart. Afterwards no two that
 * are allowed to each other are both left over. Cost grows in a straight line with the number of tickets.
 * @param tickets in any order; those away are passed over
 * @param now milliseconds since 1970
 * @param random uniform in [0, 1)
 */
export function matchRound(tickets: readonly Ticket[], now: number, random: () => number): Pair[] {
  const columns = toColumns(tickets, yearOf(now));
  const everybody = new Int32Array(columns.tickets.length);
  for (let number = 0; number < everybody.length; number++) everybody[number] = number;
  const pairs: Pair[] = [];
  const leftOver = pass(columns, everybody, { now, random, avoidRecent: true, pairs });
  if (leftOver.length > 1) pass(columns, leftOver, { now, random, avoidRecent: false, pairs });
  return pairs;
}

/** Adds to `pairs`, answers who is left over, in service order. */
function pass(
  columns: TicketColumns,
  numbers: Int32Array,
  options: PoolOptions & { pairs: Pair[] },
): Int32Array {
  const pool = createWaitingPool(columns, numbers, options);
  const leftOver = new Int32Array(numbers.length);
  let left = 0;
  for (let place = 0; place < numbers.length; place++) {
    const number = numbers[place] ?? NOBODY;
    if (pool.lines.isGone[number] === 1) continue;
    const pair = serve(pool, number);
    if (pair) options.pairs.push(pair);
    else leftOver[left++] = number;
  }
  return leftOver.subarray(0, left);
}

/** Takes the ticket out, with a partner if there is one. */
function serve(pool: WaitingPool, number: number): Pair | null {
  remove(pool, number);
  const partnerNumber = findPartner(pool, number);
  if (partnerNumber === NOBODY) return null;
  remove(pool, partnerNumber);
  const ticket = pool.columns.tickets[number];
  const partner = pool.columns.tickets[partnerNumber];
  return ticket && partner ? [ticket, partner] : null;
}
