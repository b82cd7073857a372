import { matchPlannedRound } from './matchPlannedRound.ts';
import type { Pair, Ticket } from './Ticket.ts';

/**
 * Pairs the waiting at a round. Everybody is served in service order, each with the best partner that is left: the
 * own mode first (roulette at random, level the nearest band and longest wait), then the other mode. A first pass
 * keeps recent partners apart, a second one brings together whom only that has kept apart. Afterwards no two that
 * are allowed to each other are both left over, and in a short queue no two who would each have one of a pair. Cost grows in a straight line with the number of tickets.
 * @param tickets in any order; those away are passed over
 * @param now milliseconds since 1970
 * @param random uniform in [0, 1)
 */
export function matchRound(tickets: readonly Ticket[], now: number, random: () => number): Pair[] {
  return matchPlannedRound(tickets, [], { now, random });
}
