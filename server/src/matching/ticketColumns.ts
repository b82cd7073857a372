import { fingerprint } from './fingerprint.ts';
import { byServiceOrder, type Ticket } from './Ticket.ts';
import { groupOf } from './traitGroups.ts';

/** 0 to 9 in halves. */
export const HALF_BANDS = 19;
/** What `accepts` says of a roulette ticket, which accepts every distance. */
export const ANY_DISTANCE = 0;

/**
 * What the matcher asks of tickets, again and again and all over the queue, by their number: side by side in a few
 * arrays, where it is found without going through three objects each time. Numbers follow the service order.
 */
export interface TicketColumns {
  readonly tickets: Ticket[];
  readonly halfBand: Uint8Array;
  /** Largest accepted distance in half bands, or `ANY_DISTANCE`. */
  readonly accepts: Uint8Array;
  /** See traitGroups.ts. */
  readonly group: Uint8Array;
  /** Fingerprint of the user's id. */
  readonly print: Int32Array;
  /** Where a ticket's part of `named` begins; the next one's beginning is its end. */
  readonly namedFrom: Int32Array;
  /** Fingerprints of those whom each has blocked or recently met, one ticket's behind the other's. */
  named: Int32Array;
}

/**
 * Those who are here. A store mostly has them in order already: then one look at each is enough, and looking is most
 * of what a round of many costs.
 * @param tickets in any order
 * @param year the current one, UTC
 */
export function toColumns(tickets: readonly Ticket[], year: number): TicketColumns {
  const columns = emptyColumns(tickets.length);
  for (let place = 0; place < tickets.length; place++) {
    const ticket = tickets[place];
    if (!ticket || ticket.awaySince !== null) continue;
    const before = columns.tickets.at(-1);
    if (before && byServiceOrder(before, ticket) > 0) return toColumns(inServiceOrder(tickets), year);
    add(columns, ticket, year);
  }
  return columns;
}

function inServiceOrder(tickets: readonly Ticket[]): Ticket[] {
  return tickets.filter((ticket) => ticket.awaySince === null).sort(byServiceOrder);
}

function emptyColumns(size: number): TicketColumns {
  return {
    tickets: [],
    halfBand: new Uint8Array(size),
    accepts: new Uint8Array(size),
    group: new Uint8Array(size),
    print: new Int32Array(size),
    namedFrom: new Int32Array(size + 1),
    named: new Int32Array(4 * size),
  };
}

function add(columns: TicketColumns, ticket: Ticket, year: number): void {
  const { learner } = ticket;
  const number = columns.tickets.push(ticket) - 1;
  columns.halfBand[number] = 2 * learner.card.currentBand;
  columns.accepts[number] = ticket.mode === 'roulette' ? ANY_DISTANCE : 2 * ticket.tolerance;
  columns.group[number] = groupOf(learner, year);
  columns.print[number] = fingerprint(ticket.userId);
  const from = columns.namedFrom[number] ?? 0;
  const end = from + learner.blocked.length + learner.recent.length;
  if (end > columns.named.length) columns.named = longer(columns.named, end);
  note(columns.named, learner.blocked, from);
  note(columns.named, learner.recent, from + learner.blocked.length);
  columns.namedFrom[number + 1] = end;
}

function note(named: Int32Array, ids: readonly string[], from: number): void {
  for (let place = 0; place < ids.length; place++) named[from + place] = fingerprint(ids[place] ?? '');
}

function longer(named: Int32Array, atLeast: number): Int32Array {
  const copy = new Int32Array(Math.max(2 * named.length, atLeast));
  copy.set(named);
  return copy;
}
