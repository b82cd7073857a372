import type { Mode } from '../contract/index.ts';
import { AWAY, LINE, type RoundRows, ROW_WORDS, toLine, writeRow } from './roundRows.ts';
import { byServiceOrder, type Ticket } from './Ticket.ts';
import { NOBODY } from './waitingLines.ts';

const FIRST_ROWS = 64;
/** A book is written anew when fewer of its places are taken than one in so many. */
const MOST_ROOM = 4;

/**
 * The waiting tickets by user, each with its row for the matcher (roundRows.ts), which is written when the ticket
 * comes: then everything about it is at hand, and a round of many does not have to go and look for it. Who comes is
 * written at the end, who goes leaves his place empty: so the places are nearly in service order, and a round reads
 * them from the first to the last.
 */
export interface WaitingBook {
  readonly counts: Readonly<Record<Mode, number>>;
  get(userId: string): Ticket | null;
  has(userId: string): boolean;
  /** Puts a ticket in the place of the user's old one. Tickets are never changed, only replaced. */
  set(ticket: Ticket): void;
  delete(userId: string): void;
  clear(): void;
  /** In no order. */
  values(): Ticket[];
  /** Those who are here, for a round. A copy: the book may change behind it. @param year the current one, UTC */
  lineUp(year: number): RoundRows;
}

export function createWaitingBook(): WaitingBook {
  const places = new Map<string, number>();
  const counts = { roulette: 0, level: 0 };
  /** By place, as are the rows; null: nobody any more. */
  let tickets: (Ticket | null)[] = [];
  let rows = new Int32Array();
  /** The year that the rows were written for: people grow older. */
  let writtenFor = 0;
  /** The last in service order of all that came, but for the late. */
  let last: Ticket | null = null;
  /** Places of those who came when somebody after them was there: sent back by a failed match, or by another server. */
  let late: number[] = [];

  function take(ticket: Ticket): number {
    const place = tickets.length;
    if (ROW_WORDS * (place + 1) > rows.length) {
      const longer = new Int32Array(2 * rows.length + FIRST_ROWS * ROW_WORDS);
      longer.set(rows);
      rows = longer;
    }
    tickets.push(ticket);
    places.set(ticket.userId, place);
    counts[ticket.mode]++;
    if (last !== null && byServiceOrder(last, ticket) > 0) late.push(place);
    else last = ticket;
    return place;
  }

  function remove(userId: string): void {
    const place = places.get(userId);
    const ticket = tickets[place ?? -1];
    if (place === undefined || !ticket) return;
    places.delete(userId);
    counts[ticket.mode]--;
    tickets[place] = null;
    // Of an empty book also the last is forgotten, so that nobody is late who is alone.
    if (places.size === 0 || tickets.length > MOST_ROOM * places.size + FIRST_ROWS) writeAnew();
  }

  /** In service order and without empty places. */
  function writeAnew(): void {
    const order = inServiceOrder();
    rows = rowsOf(order);
    tickets = ticketsOf(order);
    for (const [place, ticket] of tickets.entries()) if (ticket) places.set(ticket.userId, place);
    [late, last] = [[], tickets.at(-1) ?? null];
  }

  /** The places taken. The late are looked up among the others, of whom so few tickets are touched. */
  function inServiceOrder(): Int32Array {
    late = late.filter((place) => tickets[place] !== null);
    const order = new Int32Array(places.size);
    let size = 0;
    let nextLate = 0;
    // Always a number: of anything else the engine would ask at every place what it is.
    let skipped = late[0] ?? NOBODY;
    for (let place = 0; place < tickets.length; place++) {
      if (place === skipped) skipped = late[++nextLate] ?? NOBODY;
      else if (tickets[place] !== null) order[size++] = place;
    }
    const claims = [...late].sort(compare);
    // From the last one on, so that everybody is moved to where he stays.
    for (const [before, place] of [...claims.entries()].reverse()) {
      const at = endOfEarlier(order.subarray(0, size), place);
      order.copyWithin(at + before + 1, at, size);
      order[at + before] = place;
      size = at;
    }
    return order;
  }

  function compare(one: number, other: number): number {
    const [a, b] = [tickets[one], tickets[other]];
    return a && b ? byServiceOrder(a, b) : 0;
  }

  /** How many of those in order are served before the one at this place. */
  function endOfEarlier(order: Int32Array, place: number): number {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(order[middle] ?? place, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function rowsOf(order: Int32Array): Int32Array<ArrayBuffer> {
    const copy = new Int32Array(ROW_WORDS * order.length);
    for (let number = 0; number < order.length; number++) {
      const from = ROW_WORDS * (order[number] ?? 0);
      const to = ROW_WORDS * number;
      // Word by word: a call of the engine's own copying would cost more than these few.
      for (let word = 0; word < ROW_WORDS; word++) copy[to + word] = rows[from + word] ?? 0;
    }
    return copy;
  }

  function ticketsOf(order: Int32Array): Ticket[] {
    // As long as it will be from the beginning: growing on the way would cost as much again.
    const found: Ticket[] = [];
    found.length = order.length;
    for (let number = 0; number < order.length; number++) {
      const ticket = tickets[order[number] ?? 0];
      // Not just `if (ticket)`: the engine would go and look what kind of a thing it is, somewhere else in memory.
      if (ticket !== null && ticket !== undefined) found[number] = ticket;
    }
    return found;
  }

  /** In the list itself. */
  function withoutAway(order: Int32Array): Int32Array {
    let size = 0;
    for (let number = 0; number < order.length; number++) {
      const place = order[number] ?? 0;
      if (((rows[ROW_WORDS * place + LINE] ?? 0) & AWAY) === 0) order[size++] = place;
    }
    return order.subarray(0, size);
  }

  function growOlder(year: number): void {
    for (const [place, ticket] of tickets.entries()) {
      if (ticket) rows[ROW_WORDS * place + LINE] = toLine(ticket, year);
    }
    writtenFor = year;
  }

  return {
    counts,
    get: (userId) => tickets[places.get(userId) ?? -1] ?? null,
    has: (userId) => places.has(userId),

    set(ticket) {
      const known = places.get(ticket.userId);
      const old = known === undefined ? null : (tickets[known] ?? null);
      const isSamePlace = old?.mode === ticket.mode && byServiceOrder(old, ticket) === 0;
      if (old !== null && !isSamePlace) remove(ticket.userId);
      const place = isSamePlace && known !== undefined ? known : take(ticket);
      tickets[place] = ticket;
      writeRow(rows, ROW_WORDS * place, { ticket, year: writtenFor });
    },

    delete: remove,

    clear() {
      places.clear();
      [counts.roulette, counts.level] = [0, 0];
      writeAnew();
    },

    values: () => tickets.filter((ticket) => ticket !== null),

    lineUp(year) {
      if (year !== writtenFor) growOlder(year);
      const order = withoutAway(inServiceOrder());
      return { size: order.length, rows: rowsOf(order), tickets: ticketsOf(order) };
    },
  };
}
