import type { Mode } from '../contract/index.ts';
import type { LiveSession } from '../sessions/LiveSession.ts';
import type { RoundRows } from './roundRows.ts';
import type { Ticket } from './Ticket.ts';

/** What became of a ticket that was put. */
export type PutResult =
  | { kind: 'put'; ticket: Ticket; replaced: Ticket | null }
  /** Nothing was put: this user is talking. */
  | { kind: 'in_session' };

/**
 * The waiting tickets, at most one a user. Every method is one atomic step however many servers call it, and a user
 * never has a ticket and a session at the same time.
 */
export interface TicketStore {
  /**
   * Puts a ticket in the place of the user's old one. If the mode is the same the better of the two places is kept:
   * the earlier `joinedAt`, `isFront`, the wider tolerance.
   */
  put(ticket: Ticket): Promise<PutResult>;
  ofUser(userId: string): Promise<Ticket | null>;
  /** Every ticket, in no order. */
  all(): Promise<Ticket[]>;
  /** Those who are here, as a round wants them. @param year the current one, UTC */
  lineUp(year: number): Promise<RoundRows>;
  /**
   * Changes fields of the user's ticket and answers the new one; null when he has none. With the new `id` no pair is
   * made any more that was decided on for what the ticket said before.
   */
  change(
    userId: string,
    fields: Pick<Ticket, 'id'> & Partial<Pick<Ticket, 'tolerance' | 'learner'>>,
  ): Promise<Ticket | null>;
  /** Notes that a device has gone or is back; null when the user's ticket is not this device's. */
  setAway(userId: string, deviceId: string, awaySince: number | null): Promise<Ticket | null>;
  /** Takes the user's ticket out for good: once this has answered, nothing matches it. null: there was none. */
  remove(userId: string): Promise<Ticket | null>;
  /** Takes out the tickets whose device has been away since `awayBefore` or longer, each for one caller only. */
  removeExpired(awayBefore: number): Promise<Ticket[]>;
  /**
   * Turns two tickets into a session. False, and nothing is changed, unless both are still in the queue, with these
   * ids and with their devices here.
   */
  pair(ticketIds: readonly [string, string], session: LiveSession): Promise<boolean>;
  /**
   * Puts two into a session that the queue has not made, out of the queue if they wait. False, and nothing is changed,
   * if one of them talks.
   */
  enter(session: LiveSession): Promise<boolean>;
  counts(): Promise<Record<Mode, number>>;
}
