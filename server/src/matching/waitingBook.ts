import type { Mode } from '../contract/index.ts';
import { LINE, NO_ROWS, type RoundRows, ROW_WORDS, toLine } from './roundRows.ts';
import { byServiceOrder, type Ticket } from './Ticket.ts';
import {
  addPlace,
  AWAY,
  copyInOrder,
  createWaitingPlaces,
  EMPTY,
  emptyPlace,
  isBefore,
  LATE,
  writePlace,
} from './waitingPlaces.ts';

/** A book is written anew when fewer of its places are taken than one in so many, but for a few. */
const MOST_ROOM = 4;
const FREE_ROOM = 64;

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
  const numbers = new Map<string, number>();
  const counts = { roulette: 0, level: 0 };
  let places = createWaitingPlaces(NO_ROWS);
  /** The year that the rows were written for: people grow older. */
  let writtenFor = 0;
  /** The last in service order of all that came, but for the late. */
  let last: Ticket | null = null;
  /** Places of those who came when somebody after them was there: sent back by a failed match, or by another server. */
  let late: number[] = [];

  function find(userId: string): Ticket | null {
    const place = numbers.get(userId);
    return place === undefined ? null : (places.tickets[place] ?? null);
  }

  function add(ticket: Ticket): void {
    const place = addPlace(places);
    const isLate = last !== null && byServiceOrder(last, ticket) > 0;
    if (isLate) late.push(place);
    else last = ticket;
    writePlace(places, place, { ticket, isLate, year: writtenFor });
    numbers.set(ticket.userId, place);
    counts[ticket.mode]++;
  }

  function remove(userId: string): void {
    const place = numbers.get(userId);
    const ticket = find(userId);
    if (place === undefined || ticket === null) return;
    numbers.delete(userId);
    counts[ticket.mode]--;
    emptyPlace(places, place);
    // Of an empty book also the last is forgotten, so that nobody is late who is alone.
    if (numbers.size === 0 || places.tickets.length > MOST_ROOM * numbers.size + FREE_ROOM) writeAnew();
  }

  /** In service order and without empty places. */
  function writeAnew(): void {
    places = createWaitingPlaces(inOrder(EMPTY));
    for (const [place, ticket] of places.tickets.entries()) if (ticket) numbers.set(ticket.userId, place);
    [late, last] = [[], places.tickets.at(-1) ?? null];
  }

  /** @param skipped marks of places that are left out */
  function inOrder(skipped: number): RoundRows {
    late = late
      .filter((place) => places.marks[place] !== EMPTY)
      .sort((one, other) => (isBefore(places, one, other) ? -1 : 1));
    return copyInOrder(places, Int32Array.from(late), skipped);
  }

  function growOlder(year: number): void {
    for (const [place, ticket] of places.tickets.entries()) {
      if (ticket) places.rows[ROW_WORDS * place + LINE] = toLine(ticket, year);
    }
    writtenFor = year;
  }

  return {
    counts,
    get: find,
    has: (userId) => numbers.has(userId),

    set(ticket) {
      const place = numbers.get(ticket.userId);
      const old = find(ticket.userId);
      const isSamePlace = old?.mode === ticket.mode && byServiceOrder(old, ticket) === 0;
      if (place !== undefined && isSamePlace) {
        const isLate = ((places.marks[place] ?? 0) & LATE) !== 0;
        writePlace(places, place, { ticket, isLate, year: writtenFor });
        return;
      }
      remove(ticket.userId);
      add(ticket);
    },

    delete: remove,

    clear() {
      numbers.clear();
      [counts.roulette, counts.level] = [0, 0];
      [late, last] = [[], null];
      places = createWaitingPlaces(NO_ROWS);
    },

    values: () => places.tickets.filter((ticket) => ticket !== null),

    lineUp(year) {
      if (year !== writtenFor) growOlder(year);
      return inOrder(EMPTY | AWAY);
    },
  };
}
