import { ANY_DISTANCE, HALF_BANDS, type TicketColumns } from './ticketColumns.ts';
import { GROUP_COUNT } from './traitGroups.ts';

export const NOBODY = -1;
/** Distances that a ticket can accept: any (roulette), then 0.5, 1 and 1.5 as half bands. */
export const ACCEPTED_DISTANCES = 4;
const BENCHES = ACCEPTED_DISTANCES * HALF_BANDS;

/**
 * The waiting, each in a line of those alike in group, band and accepted distance, in service order. The lines of one
 * band and accepted distance are a bench, with one line for each group.
 */
export interface WaitingLines {
  columns: TicketColumns;
  /** By line: who stands first; NOBODY in an empty one. */
  heads: Int32Array;
  /** By bench: the set of groups that have somebody there. */
  present: Int32Array;
  /** By ticket: who stands behind, who may be gone. */
  next: Int32Array;
  isGone: Uint8Array;
}

export function benchOf(accepts: number, halfBand: number): number {
  return accepts * HALF_BANDS + halfBand;
}

export function lineOf(bench: number, group: number): number {
  return bench * GROUP_COUNT + group;
}

/** @param numbers of tickets, in service order */
export function createWaitingLines(columns: TicketColumns, numbers: Int32Array): WaitingLines {
  const lines: WaitingLines = {
    columns,
    heads: new Int32Array(BENCHES * GROUP_COUNT).fill(NOBODY),
    present: new Int32Array(BENCHES),
    next: new Int32Array(columns.tickets.length),
    isGone: new Uint8Array(columns.tickets.length),
  };
  // From the last one on, so that no line's end has to be known.
  for (let place = numbers.length - 1; place >= 0; place--) putFirst(lines, numbers[place] ?? NOBODY);
  return lines;
}

function putFirst(lines: WaitingLines, number: number): void {
  const bench = benchOfTicket(lines.columns, number);
  const group = lines.columns.group[number] ?? 0;
  const line = lineOf(bench, group);
  lines.next[number] = lines.heads[line] ?? NOBODY;
  lines.heads[line] = number;
  lines.present[bench] = (lines.present[bench] ?? 0) | (1 << group);
}

function benchOfTicket({ accepts, halfBand }: TicketColumns, number: number): number {
  return benchOf(accepts[number] ?? ANY_DISTANCE, halfBand[number] ?? 0);
}

/** Who stands behind and is still there. Forgets the gone in between, so that each is passed by only once. */
export function behind({ next, isGone }: WaitingLines, number: number): number {
  let follower = next[number] ?? NOBODY;
  if (follower === NOBODY || isGone[follower] !== 1) return follower;
  while (follower !== NOBODY && isGone[follower] === 1) follower = next[follower] ?? NOBODY;
  next[number] = follower;
  return follower;
}

export function takeOut(lines: WaitingLines, number: number): void {
  lines.isGone[number] = 1;
  const bench = benchOfTicket(lines.columns, number);
  const group = lines.columns.group[number] ?? 0;
  const line = lineOf(bench, group);
  if (lines.heads[line] !== number) return;
  const head = behind(lines, number);
  lines.heads[line] = head;
  if (head === NOBODY) lines.present[bench] = (lines.present[bench] ?? 0) & ~(1 << group);
}
