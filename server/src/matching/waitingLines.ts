import { BEHIND, benchIn, BENCHES, groupIn, LINE, LINES, type RoundRows, ROW_WORDS } from './roundRows.ts';

export const NOBODY = -1;
/** Distances that a ticket can accept: any (roulette), then 0.5, 1 and 1.5 as half bands. */
export const ACCEPTED_DISTANCES = 4;

/**
 * The waiting, each in a line of those alike in group, band and accepted distance, in service order. The lines of one
 * band and accepted distance are a bench, with one line for each group.
 */
export interface WaitingLines {
  rows: Int32Array;
  /** By line: who stands first; NOBODY in an empty one. */
  heads: Int32Array;
  /** By bench: the set of groups that have somebody there. */
  present: Int32Array;
  isGone: Uint8Array;
}

/** @param numbers of tickets, in service order */
export function createWaitingLines({ rows, size }: RoundRows, numbers: Int32Array): WaitingLines {
  const lines: WaitingLines = {
    rows,
    heads: new Int32Array(LINES).fill(NOBODY),
    present: new Int32Array(BENCHES),
    isGone: new Uint8Array(size),
  };
  // From the last one on, so that no line's end has to be known.
  for (let place = numbers.length - 1; place >= 0; place--) putFirst(lines, numbers[place] ?? NOBODY);
  return lines;
}

function putFirst({ rows, heads, present }: WaitingLines, number: number): void {
  const line = rows[ROW_WORDS * number + LINE] ?? 0;
  const bench = benchIn(line);
  rows[ROW_WORDS * number + BEHIND] = heads[line] ?? NOBODY;
  heads[line] = number;
  present[bench] = (present[bench] ?? 0) | (1 << groupIn(line));
}

/** Who stands behind and is still there. Forgets the gone in between, so that each is passed by only once. */
export function behind({ rows, isGone }: WaitingLines, number: number): number {
  let follower = rows[ROW_WORDS * number + BEHIND] ?? NOBODY;
  if (follower === NOBODY || isGone[follower] !== 1) return follower;
  while (follower !== NOBODY && isGone[follower] === 1) {
    follower = rows[ROW_WORDS * follower + BEHIND] ?? NOBODY;
  }
  rows[ROW_WORDS * number + BEHIND] = follower;
  return follower;
}

export function takeOut(lines: WaitingLines, number: number): void {
  const { rows, heads, present, isGone } = lines;
  isGone[number] = 1;
  const line = rows[ROW_WORDS * number + LINE] ?? 0;
  if (heads[line] !== number) return;
  const head = behind(lines, number);
  heads[line] = head;
  if (head !== NOBODY) return;
  const bench = benchIn(line);
  present[bench] = (present[bench] ?? 0) & ~(1 << groupIn(line));
}
