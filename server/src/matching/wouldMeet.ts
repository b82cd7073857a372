import type { Learner } from '../profiles/Learner.ts';
import { isAllowed } from './matchRules.ts';
import type { Ticket } from './Ticket.ts';

/**
 * Whether somebody who is not here could be matched with a ticket if he came and searched at his own level.
 * @param year the current one, UTC
 */
export function wouldMeet(waiting: Ticket, learner: Learner, year: number): boolean {
  const arrival: Ticket = {
    ...waiting,
    userId: learner.card.id,
    mode: 'level',
    tolerance: 0.5,
    learner,
  };
  return isAllowed(waiting, arrival, year);
}
