import type { matchRound } from '../matching/matchRound.ts';
import { toRoundRows } from '../matching/roundRows.ts';
import type { Ticket } from '../matching/Ticket.ts';
import { createMemoryTicketStore } from '../matching/memoryTicketStore.ts';
import type { TicketStore } from '../matching/TicketStore.ts';
import { createMemorySessionStore } from '../sessions/memorySessionStore.ts';
import type { HouseParts } from './aHouse.ts';

/** Mistakes that somebody could make in the queue; each must be found by the tests that are to find it. */

type MatchRound = typeof matchRound;

/** The queue as a matcher would see it that reads the times of joining the wrong way round. */
function backwards(tickets: readonly Ticket[]): Ticket[] {
  return tickets.map((ticket) => ({ ...ticket, joinedAt: -ticket.joinedAt }));
}

/** Who has the greater id forgets whom he has blocked. */
function withOneSidedBlocks(tickets: readonly Ticket[]): Ticket[] {
  const ids = tickets.map(({ userId }) => userId).sort();
  return tickets.map((ticket) => {
    const blocked = ticket.learner.blocked.filter((id) => ids.indexOf(id) < ids.indexOf(ticket.userId));
    return { ...ticket, learner: { ...ticket.learner, blocked } };
  });
}

/** Matches a queue that was changed, and answers the tickets as they were. */
function matchChanged(match: MatchRound, change: (tickets: readonly Ticket[]) => Ticket[]): MatchRound {
  return (tickets, now, random) => {
    const original = new Map(tickets.map((ticket) => [ticket.id, ticket]));
    const originalOf = (ticket: Ticket): Ticket => original.get(ticket.id) ?? ticket;
    return match(change(tickets), now, random).map(([a, b]) => [originalOf(a), originalOf(b)]);
  };
}

export const matcherBugs: Record<string, (match: MatchRound) => MatchRound> = {
  'last in, first out': (match) => matchChanged(match, backwards),
  'a block that only one side obeys': (match) => matchChanged(match, withOneSidedBlocks),
  'a leave that is ignored': (match) =>
    matchChanged(match, (tickets) => tickets.map((ticket) => ({ ...ticket, awaySince: null }))),
  'a ticket that is used twice': (match) => (tickets, now, random) => {
    const pairs = match(tickets, now, random);
    const [first, second] = pairs;
    return first && second ? [...pairs, [first[0], second[1]]] : pairs;
  },
};

type BreakQueue = (parts: HouseParts) => Partial<HouseParts>;

const wrap = (breakTickets: (tickets: TicketStore) => Partial<TicketStore>): BreakQueue => {
  return ({ tickets }) => ({ tickets: { ...tickets, ...breakTickets(tickets) } });
};

/** Whoever reads the queue, reads it changed. */
const reads =
  (change: (tickets: readonly Ticket[]) => Ticket[]) =>
  (tickets: TicketStore): Partial<TicketStore> => ({
    all: async () => change(await tickets.all()),
    lineUp: async (year) => toRoundRows(change(await tickets.all()), year),
  });

export const queueBugs: Record<string, BreakQueue> = {
  'last in, first out': wrap(reads(backwards)),
  'a block that only one side obeys': wrap(reads(withOneSidedBlocks)),
  'a leave that is ignored': wrap((tickets) => ({ remove: (userId) => tickets.ofUser(userId) })),
  'a block that comes too late for the round that is played': wrap((tickets) => ({
    change: async (userId, { id, ...fields }) => {
      const ticket = await tickets.ofUser(userId);
      return tickets.change(userId, { ...fields, id: ticket?.id ?? id });
    },
  })),
  'a ticket that is used twice': () => {
    const store = createMemorySessionStore();
    const tickets = createMemoryTicketStore({ ...store, isInSession: () => false });
    const pair: TicketStore['pair'] = async (ticketIds, session) => {
      const isPaired = await tickets.pair(ticketIds, session);
      const { ticket } = session.members[0];
      if (isPaired && ticket) await tickets.put(ticket);
      return isPaired;
    };
    return { store, tickets: { ...tickets, pair } };
  },
  'a plan that is never called off': ({ prepared }) => ({
    prepared: { ...prepared, take: async () => null, takeOf: async () => [] },
  }),
  'two who are connected and nobody notices': ({ prepared }) => ({
    prepared: { ...prepared, noteConnected: async () => null },
  }),
  'two who come for the same one': ({ prepared }) => ({
    prepared: {
      ...prepared,
      arrivals: async () => [],
      async putArrival(pair) {
        await prepared.takeOf(pair.sides.map(({ userId }) => userId));
        return prepared.putArrival(pair);
      },
    },
  }),
};
