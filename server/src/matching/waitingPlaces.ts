import { inParts } from './inParts.ts';
import { type RoundRows, ROW_WORDS, writeRow } from './roundRows.ts';
import { byServiceOrder, serviceRank, type Ticket } from './Ticket.ts';

const FIRST_PLACES = 64;
/** The engine's own copying is quicker for so many, and costs more than it saves for fewer. */
const LONG_RUN_WORDS = 64;

/** Marks of a place, in any combination; a place without one has somebody who is here and came in his turn. */
export const EMPTY = 1;
/** His device is not here. */
export const AWAY = 2;
/** He came when somebody after him was there. */
export const LATE = 4;

/** The places of a book (waitingBook.ts), column by column: so a round reads each from the first place to the last. */
export interface WaitingPlaces {
  /** As many as places; the other columns have room for more. null: nobody. */
  tickets: (Ticket | null)[];
  marks: Uint8Array;
  /** `serviceRank` of each. */
  ranks: Float64Array;
  /** roundRows.ts */
  rows: Int32Array;
}

/** Taken by these, in service order. */
export function createWaitingPlaces({ tickets, rows }: Pick<RoundRows, 'tickets' | 'rows'>): WaitingPlaces {
  return {
    tickets: [...tickets],
    marks: Uint8Array.from(tickets, markOf),
    ranks: Float64Array.from(tickets, serviceRank),
    rows: rows.slice(0, ROW_WORDS * tickets.length),
  };
}

const markOf = ({ awaySince }: Ticket): number => (awaySince === null ? 0 : AWAY);

/** Adds a place without anybody. Answers its number. */
export function addPlace(places: WaitingPlaces): number {
  const place = places.tickets.length;
  if (place === places.marks.length) {
    const room = 2 * place + FIRST_PLACES;
    const { marks, ranks, rows } = places;
    places.marks = new Uint8Array(room);
    places.ranks = new Float64Array(room);
    places.rows = new Int32Array(ROW_WORDS * room);
    places.marks.set(marks);
    places.ranks.set(ranks);
    places.rows.set(rows);
  }
  places.tickets.push(null);
  return place;
}

/** @param year the current one, UTC */
export function writePlace(
  { tickets, marks, ranks, rows }: WaitingPlaces,
  place: number,
  { ticket, isLate, year }: { ticket: Ticket; isLate: boolean; year: number },
): void {
  tickets[place] = ticket;
  marks[place] = isLate ? markOf(ticket) | LATE : markOf(ticket);
  ranks[place] = serviceRank(ticket);
  writeRow(rows, ROW_WORDS * place, { ticket, year });
}

export function emptyPlace({ tickets, marks }: WaitingPlaces, place: number): void {
  tickets[place] = null;
  marks[place] = EMPTY;
}

/** Whether the ticket at the one place is served before that at the other one. */
export function isBefore({ ranks, tickets }: WaitingPlaces, one: number, other: number): boolean {
  const [oneRank, otherRank] = [ranks[one] ?? 0, ranks[other] ?? 0];
  if (oneRank !== otherRank) return oneRank < otherRank;
  const [a, b] = [tickets[one], tickets[other]];
  return !!a && !!b && byServiceOrder(a, b) < 0;
}

/** A copy while it is being made. */
interface Copy {
  readonly rows: Int32Array;
  readonly tickets: Ticket[];
  size: number;
  /** Places, in service order, of those who are still to be copied in between. */
  readonly late: Int32Array;
  nextLate: number;
}

/**
 * Copies what stands at the places, in service order.
 * @param late the places marked so, in service order
 * @param skipped places with one of these marks are left out
 */
export function copyInOrder(places: WaitingPlaces, late: Int32Array, skipped: number): RoundRows {
  const room = places.tickets.length;
  const copy: Copy = {
    rows: new Int32Array(ROW_WORDS * room),
    // As long as it may be from the beginning: growing on the way would cost as much again.
    tickets: Array<Ticket>(room),
    size: 0,
    late: late.filter((place) => ((places.marks[place] ?? 0) & skipped) === 0),
    nextLate: 0,
  };
  inParts(0, room, (from, to) => copyPart(places, copy, { from, to, passedBy: skipped | LATE }));
  copyLate(places, copy, copy.late.length);
  copy.tickets.length = copy.size;
  return { size: copy.size, rows: copy.rows, tickets: copy.tickets };
}

/** In runs, which end where a place is passed by, or somebody late comes in between. */
function copyPart(
  places: WaitingPlaces,
  copy: Copy,
  { from, to, passedBy }: { from: number; to: number; passedBy: number },
): void {
  const { marks, ranks } = places;
  let start = from;
  let lateRank = nextLateRank(places, copy);
  for (let place = from; place < to; place++) {
    if (((marks[place] ?? 0) & passedBy) !== 0) {
      copyRun(places, copy, { from: start, to: place });
      start = place + 1;
    } else if ((ranks[place] ?? 0) >= lateRank) {
      copyRun(places, copy, { from: start, to: place });
      start = place;
      copyLate(places, copy, endOfEarlier(places, copy, place));
      lateRank = nextLateRank(places, copy);
    }
  }
  copyRun(places, copy, { from: start, to });
}

const nextLateRank = ({ ranks }: WaitingPlaces, { late, nextLate }: Copy): number =>
  nextLate < late.length ? (ranks[late[nextLate] ?? 0] ?? 0) : Infinity;

/** Up to which of the late are served before the one at this place. */
function endOfEarlier(places: WaitingPlaces, { late, nextLate }: Copy, place: number): number {
  let end = nextLate;
  while (end < late.length && isBefore(places, late[end] ?? 0, place)) end++;
  return end;
}

function copyLate(places: WaitingPlaces, copy: Copy, end: number): void {
  for (; copy.nextLate < end; copy.nextLate++) {
    const place = copy.late[copy.nextLate] ?? 0;
    copyRun(places, copy, { from: place, to: place + 1 });
  }
}

function copyRun(
  { rows, tickets }: WaitingPlaces,
  copy: Copy,
  { from, to }: { from: number; to: number },
): void {
  if (from === to) return;
  copyWords(rows, copy.rows, { from: ROW_WORDS * from, to: ROW_WORDS * to, at: ROW_WORDS * copy.size });
  for (let place = from; place < to; place++) {
    const ticket = tickets[place];
    // Not just `if (ticket)`: the engine would go and look what kind of a thing it is, somewhere else in memory.
    if (ticket !== null && ticket !== undefined) copy.tickets[copy.size++] = ticket;
  }
}

function copyWords(
  source: Int32Array,
  target: Int32Array,
  { from, to, at }: { from: number; to: number; at: number },
): void {
  if (to - from >= LONG_RUN_WORDS) target.set(source.subarray(from, to), at);
  else for (let word = from; word < to; word++) target[at + word - from] = source[word] ?? 0;
}
