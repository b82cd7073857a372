import { yearOf } from '../clock/yearOf.ts';
import { isAllowed, isAvoided } from './matchRules.ts';
import { byServiceOrder, type Ticket } from './Ticket.ts';

/** A round of the usual length: from then on a near band is worth less than the wait of somebody farther. */
const LONG_WAIT_MS = 20_000;

/**
 * The partner for a level ticket that has just come, or null. Only level tickets are looked at: roulette waits for
 * its round. Recent partners are left to the round too, which gives somebody else the time to come.
 * Who has waited for a whole round goes first, the longest waiting before the others; among the rest the nearest band
 * wins, then the longest waiting.
 * @param waiting tickets in any order; those away, in roulette mode or the arrival's own are passed over
 * @param now milliseconds since 1970
 */
export function matchArrival(arrival: Ticket, waiting: readonly Ticket[], now: number): Ticket | null {
  if (arrival.mode !== 'level' || arrival.awaySince !== null) return null;
  const year = yearOf(now);
  /** Nobody's distance is below nought: it says that the wait alone counts. */
  const rank = (ticket: Ticket): number =>
    now - ticket.joinedAt >= LONG_WAIT_MS
      ? -1
      : Math.abs(ticket.learner.card.currentBand - arrival.learner.card.currentBand);
  let best: Ticket | null = null;
  for (const ticket of waiting) {
    if (ticket.mode !== 'level' || ticket.awaySince !== null) continue;
    if (!isAllowed(arrival, ticket, year) || isAvoided(arrival, ticket, now)) continue;
    if (best === null || (rank(ticket) - rank(best) || byServiceOrder(ticket, best)) < 0) best = ticket;
  }
  return best;
}
