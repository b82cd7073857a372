import type { LiveSession } from '../sessions/LiveSession.ts';
import { widest, type Ticket } from './Ticket.ts';
import type { TicketStore } from './TicketStore.ts';
import { createWaitingBook } from './waitingBook.ts';

/** The side of the session store that must happen in the same step as the queue's. */
interface SessionPlaces {
  isInSession(userId: string): boolean;
  insert(session: LiveSession): void;
}

export interface MemoryTicketStore extends TicketStore {
  isWaiting(userId: string): boolean;
}

/** For one process. Nothing awaits inside a method, so each is one step. */
export function createMemoryTicketStore(sessions: SessionPlaces): MemoryTicketStore {
  const book = createWaitingBook();

  const replace = (ticket: Ticket, fields: Partial<Ticket>): Ticket => {
    const changed = { ...ticket, ...fields };
    book.set(changed);
    return changed;
  };

  return {
    isWaiting: (userId) => book.has(userId),

    async put(ticket) {
      if (sessions.isInSession(ticket.userId)) return { kind: 'in_session' };
      const replaced = book.get(ticket.userId);
      const kept =
        replaced?.mode === ticket.mode
          ? {
              joinedAt: Math.min(replaced.joinedAt, ticket.joinedAt),
              isFront: replaced.isFront || ticket.isFront,
              tolerance: widest(replaced.tolerance, ticket.tolerance),
            }
          : {};
      return { kind: 'put', ticket: replace(ticket, kept), replaced };
    },

    async ofUser(userId) {
      return book.get(userId);
    },

    async all() {
      return book.values();
    },

    async lineUp(year) {
      return book.lineUp(year);
    },

    async change(userId, fields) {
      const ticket = book.get(userId);
      return ticket ? replace(ticket, fields) : null;
    },

    async setAway(userId, deviceId, awaySince) {
      const ticket = book.get(userId);
      return ticket?.deviceId === deviceId ? replace(ticket, { awaySince }) : null;
    },

    async remove(userId) {
      const ticket = book.get(userId);
      book.delete(userId);
      return ticket;
    },

    async removeExpired(awayBefore) {
      const expired = book
        .values()
        .filter((ticket) => ticket.awaySince !== null && ticket.awaySince <= awayBefore);
      for (const ticket of expired) book.delete(ticket.userId);
      return expired;
    },

    async pair(ticketIds, session) {
      const userIds = session.members.map((member) => member.userId);
      const areThere = userIds.every((userId, side) => {
        const ticket = book.get(userId);
        return ticket?.id === ticketIds[side] && ticket?.awaySince === null && !sessions.isInSession(userId);
      });
      if (!areThere) return false;
      for (const userId of userIds) book.delete(userId);
      sessions.insert(session);
      return true;
    },

    async enter(session) {
      if (session.members.some((member) => sessions.isInSession(member.userId))) return false;
      for (const member of session.members) book.delete(member.userId);
      sessions.insert(session);
      return true;
    },

    async counts() {
      return { ...book.counts };
    },
  };
}
