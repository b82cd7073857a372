import type { Mode } from '../contract/index.ts';
import { mergeSorted } from './mergeSorted.ts';
import { AWAY, LINE, type RoundRows, ROW_WORDS, toLine, writeRow } from './roundRows.ts';
import { byServiceOrder, type Ticket } from './Ticket.ts';

const FIRST_ROWS = 64;

/**
 * The waiting tickets by user, each with its row for the matcher (roundRows.ts), which is written when the ticket
 * comes: then everything about it is at hand, and a round of many does not have to go and look for it.
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
  /** By place, as are the rows; null: nobody. */
  let tickets: (Ticket | null)[] = [];
  let rows = new Int32Array(FIRST_ROWS * ROW_WORDS);
  /** The year that the rows were written for: people grow older. */
  let writtenFor = 0;
  /** Places in service order, but for the late. Those left stay in it until it is tidied, and are free then. */
  let order: number[] = [];
  /** The last in service order of all that came; who comes before it is late. */
  let last: Ticket | null = null;
  /** Places of those who came with an older claim: sent back by a failed match, or by way of another server. */
  let late: number[] = [];
  let left = 0;
  /** The lowest at the end. */
  let free: number[] = [];

  function take(ticket: Ticket): number {
    const place = free.pop() ?? tickets.length;
    tickets[place] = ticket;
    places.set(ticket.userId, place);
    counts[ticket.mode]++;
    if (last !== null && byServiceOrder(last, ticket) > 0) {
      late.push(place);
    } else {
      order.push(place);
      last = ticket;
    }
    if (ROW_WORDS * (place + 1) > rows.length) {
      const longer = new Int32Array(2 * rows.length);
      longer.set(rows);
      rows = longer;
    }
    return place;
  }

  function remove(userId: string): void {
    const place = places.get(userId);
    const ticket = tickets[place ?? -1];
    if (place === undefined || !ticket) return;
    places.delete(userId);
    counts[ticket.mode]--;
    tickets[place] = null;
    left++;
    // A server that plays no rounds tidies too.
    if (2 * left > tickets.length + FIRST_ROWS) tidy();
  }

  const inServiceOrder = (one: number, other: number): number => {
    const [a, b] = [tickets[one], tickets[other]];
    return a && b ? byServiceOrder(a, b) : 0;
  };

  function tidy(): void {
    if (left > 0) forgetLeft();
    if (late.length === 0) return;
    order = mergeSorted(order, late.sort(inServiceOrder), inServiceOrder);
    late = [];
    last = tickets[order.at(-1) ?? 0] ?? null;
  }

  function forgetLeft(): void {
    const isTaken = (place: number): boolean => tickets[place] !== null;
    order = order.filter(isTaken);
    late = late.filter(isTaken);
    left = 0;
    // The lowest is taken first: so those who come one after the other lie so too, and a round reads straight on.
    free = [];
    for (let place = tickets.length - 1; place >= 0; place--) if (!isTaken(place)) free.push(place);
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
      [tickets, order, late, free] = [[], [], [], []];
      [left, last] = [0, null];
    },

    values: () => tickets.filter((ticket) => ticket !== null),

    lineUp(year) {
      if (year !== writtenFor) growOlder(year);
      tidy();
      const copy = new Int32Array(ROW_WORDS * order.length);
      // As long as may be from the beginning: growing on the way would cost as much again.
      const here = new Array<Ticket>(order.length);
      let size = 0;
      for (const place of order) {
        const from = ROW_WORDS * place;
        const ticket = tickets[place];
        // Neither `!ticket` nor `ticket.awaySince`: the engine would go to the ticket, which is somewhere else.
        if (ticket === null || ticket === undefined || ((rows[from + LINE] ?? 0) & AWAY) !== 0) continue;
        const to = ROW_WORDS * size;
        // Word by word: a call of the engine's own copying would cost more than these few.
        for (let word = 0; word < ROW_WORDS; word++) copy[to + word] = rows[from + word] ?? 0;
        here[size++] = ticket;
      }
      here.length = size;
      return { size, rows: copy, tickets: here };
    },
  };
}
