import { benchIn, BENCHES, groupIn, LINE, lineOf, LINES, ROW_WORDS } from './roundRows.ts';
import { withRoom } from './withRoom.ts';

export const NOBODY = -1;
/** Distances that a ticket can accept: any (roulette), then 0.5, 1 and 1.5 as half bands. */
export const ACCEPTED_DISTANCES = 4;

/**
 * The waiting, each in a line of those alike in group, band and accepted distance, in service order. The lines of one
 * band and accepted distance are a bench, with one line for each group.
 *
 * Who goes is only noted; a line finds out when it is asked. So most of those who go cost one byte written, and lines
 * that nobody asks cost nothing.
 */
export interface WaitingLines {
  /** By line: who stood first when it was last asked; NOBODY in an empty one. */
  heads: Int32Array;
  /** By number: who stands behind in the same line. Not in the rows, because so many more of it fit into a cache. */
  followers: Int32Array;
  /** By bench: the set of groups that may have somebody there. */
  present: Int32Array;
  /** By number: 1 for those who are not in any line, or no more. */
  isGone: Uint8Array;
}

export function createWaitingLines(): WaitingLines {
  return {
    heads: new Int32Array(LINES),
    followers: new Int32Array(),
    present: new Int32Array(BENCHES),
    isGone: new Uint8Array(),
  };
}

/**
 * Nobody stands anywhere.
 * @param size how many numbers there are
 * @param isGone by number: 1 for those who are not to stand anywhere; the lines go on with it
 */
export function clearLines(lines: WaitingLines, size: number, isGone: Uint8Array): void {
  lines.heads.fill(NOBODY);
  lines.present.fill(0);
  lines.followers = withRoom(lines.followers, size);
  lines.isGone = isGone;
}

/** In front of those who stand there already. */
export function addToLines(
  { heads, followers, present, isGone }: WaitingLines,
  rows: Int32Array,
  { from, to }: { from: number; to: number },
): void {
  for (let number = to - 1; number >= from; number--) {
    if (isGone[number] === 1) continue;
    const line = rows[ROW_WORDS * number + LINE] ?? 0;
    followers[number] = heads[line] ?? NOBODY;
    heads[line] = number;
    present[benchIn(line)] = (present[benchIn(line)] ?? 0) | (1 << groupIn(line));
  }
}

/** Who stands first of those still there. Forgets the gone, so that each is passed by only once. */
export function headOf(lines: WaitingLines, bench: number, group: number): number {
  const { heads, isGone, present } = lines;
  const line = lineOf(bench, group);
  const known = heads[line] ?? NOBODY;
  if (known !== NOBODY && isGone[known] === 0) return known;
  const head = firstHere(lines, known);
  heads[line] = head;
  if (head === NOBODY) present[bench] = (present[bench] ?? 0) & ~(1 << group);
  return head;
}

/** Whether all who stand there come after this number: the gone among them too, so that none has to be looked at. */
export const isAfter = ({ heads }: WaitingLines, line: number, number: number): boolean =>
  number !== NOBODY && (heads[line] ?? NOBODY) > number;

/** Who stands behind and is still there. Forgets the gone in between too. */
export function behind(lines: WaitingLines, number: number): number {
  const follower = lines.followers[number] ?? NOBODY;
  if (follower === NOBODY || lines.isGone[follower] === 0) return follower;
  const here = firstHere(lines, follower);
  lines.followers[number] = here;
  return here;
}

/** From a number on, back in its line. */
function firstHere({ followers, isGone }: WaitingLines, from: number): number {
  let number = from;
  while (number !== NOBODY && isGone[number] === 1) number = followers[number] ?? NOBODY;
  return number;
}
