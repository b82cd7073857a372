import { byServiceOrder, type Pair, type Ticket } from './Ticket.ts';
import { createWaitingPool } from './waitingPool.ts';

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
  const waiting = tickets.filter((ticket) => ticket.awaySince === null).sort(byServiceOrder);
  const pairs: Pair[] = [];
  const leftOver = pass(waiting, { now, random, avoidRecent: true }, pairs);
  if (leftOver.length > 1) pass(leftOver, { now, random, avoidRecent: false }, pairs);
  return pairs;
}

/** Adds to `pairs`, answers who is left over, in service order. */
function pass(
  waiting: readonly Ticket[],
  options: Parameters<typeof createWaitingPool>[1],
  pairs: Pair[],
): Ticket[] {
  const pool = createWaitingPool(waiting, options);
  const isServed = new Uint8Array(waiting.length);
  const leftOver: Ticket[] = [];
  for (const [number, ticket] of waiting.entries()) {
    if (isServed[number]) continue;
    pool.remove(number);
    const partnerNumber = pool.findPartner(number);
    const partner = partnerNumber === null ? undefined : waiting[partnerNumber];
    if (partnerNumber === null || !partner) {
      leftOver.push(ticket);
      continue;
    }
    isServed[partnerNumber] = 1;
    pool.remove(partnerNumber);
    pairs.push([ticket, partner]);
  }
  return leftOver;
}
