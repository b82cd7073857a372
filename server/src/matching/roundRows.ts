import { fingerprint } from './fingerprint.ts';
import { byServiceOrder, type Ticket } from './Ticket.ts';
import { groupOf } from './traitGroups.ts';

/** 0 to 9 in halves. */
export const HALF_BANDS = 19;
/** Says that a ticket accepts every distance: roulette. */
export const ANY_DISTANCE = 0;

/**
 * What the matcher asks of a ticket, again and again and all over the queue, as six numbers side by side: so that looking
 * at a candidate is one walk to the memory and not a dozen through objects, lists and strings. In a long queue these
 * walks are nearly all that a round costs.
 *
 * | word   | what                                                                                      |
 * |--------|-------------------------------------------------------------------------------------------|
 * | LINE   | group (5 bits, traitGroups.ts), half band (5), largest accepted half bands (2)            |
 * | PRINT  | fingerprint of the user's id                                                              |
 * | NAMED  | four words: a set of fingerprints of those blocked or recently met, two bits for each      |
 */
export const ROW_WORDS = 6;
export const LINE = 0;
const PRINT = 1;
const NAMED = 2;
const NAMED_WORDS = 4;

/** What LINE is made of. Everybody of one LINE is alike to the matcher but for the persons they name. */
export const groupIn = (line: number): number => line & 31;
export const halfBandIn = (line: number): number => (line >> 5) & 31;
export const acceptsIn = (line: number): number => line >> 10;
/** The lines that differ in the group only. */
export const benchIn = (line: number): number => line >> 5;
export const benchOf = (accepts: number, halfBand: number): number => (accepts << 5) | halfBand;
export const lineOf = (bench: number, group: number): number => (bench << 5) | group;
export const BENCHES = 4 << 5;
export const LINES = BENCHES << 5;

/** The tickets of one round: those who are here, numbered in service order. */
export interface RoundRows {
  readonly size: number;
  /** By number, `ROW_WORDS` each. */
  readonly rows: Int32Array;
  /** By number. */
  readonly tickets: readonly Ticket[];
}

export const NO_ROWS: RoundRows = { size: 0, rows: new Int32Array(), tickets: [] };

/** Writes what stands in a ticket to the row that begins `at`. */
export function writeRow(
  rows: Int32Array,
  at: number,
  { ticket, year }: { ticket: Ticket; year: number },
): void {
  const { learner } = ticket;
  rows[at + LINE] = toLine(ticket, year);
  rows[at + PRINT] = fingerprint(ticket.userId);
  for (let word = 0; word < NAMED_WORDS; word++) rows[at + NAMED + word] = 0;
  name(rows, at, learner.blocked);
  name(rows, at, learner.recent);
}

/** @param year the current one, UTC */
export function toLine({ learner, mode, tolerance }: Ticket, year: number): number {
  const accepts = mode === 'roulette' ? ANY_DISTANCE : 2 * tolerance;
  return lineOf(benchOf(accepts, 2 * learner.card.currentBand), groupOf(learner, year));
}

function name(rows: Int32Array, at: number, ids: readonly string[]): void {
  for (let place = 0; place < ids.length; place++) {
    const mixed = mix(fingerprint(ids[place] ?? ''));
    setBit(rows, at, mixed >>> 25);
    setBit(rows, at, (mixed >>> 18) & 127);
  }
}

/**
 * Two numbers below 128, the upper 14 bits, by which a set knows a fingerprint: a Bloom filter (CACM 13, 7, 1970). The
 * multiplier is Fibonacci hashing's (Knuth, The Art of Computer Programming 3, 6.4).
 */
const mix = (print: number): number => Math.imul(print, 0x9e3779b1);

function setBit(rows: Int32Array, at: number, bit: number): void {
  const word = at + NAMED + (bit >> 5);
  rows[word] = (rows[word] ?? 0) | (1 << (bit & 31));
}

const hasBit = (rows: Int32Array, at: number, bit: number): boolean =>
  (((rows[at + NAMED + (bit >> 5)] ?? 0) >> (bit & 31)) & 1) === 1;

const isNamed = (rows: Int32Array, by: number, mixed: number): boolean =>
  hasBit(rows, by, mixed >>> 25) && hasBit(rows, by, (mixed >>> 18) & 127);

/**
 * Whether one of the two rows may name the other, or be of the same person. Never false when it is so; true of one in
 * a hundred others too, of more where somebody names many, so what is true has to be looked up.
 */
export function mayName(rows: Int32Array, one: number, other: number): boolean {
  const onePrint = rows[one + PRINT] ?? 0;
  const otherPrint = rows[other + PRINT] ?? 0;
  return (
    onePrint === otherPrint || isNamed(rows, one, mix(otherPrint)) || isNamed(rows, other, mix(onePrint))
  );
}

/**
 * @param tickets in any order; those away are left out
 * @param year the current one, UTC
 */
export function toRoundRows(tickets: readonly Ticket[], year: number): RoundRows {
  const inOrder = tickets.filter((ticket) => ticket.awaySince === null).sort(byServiceOrder);
  const rows = new Int32Array(ROW_WORDS * inOrder.length);
  for (const [place, ticket] of inOrder.entries()) writeRow(rows, ROW_WORDS * place, { ticket, year });
  return { size: inOrder.length, rows, tickets: inOrder };
}
