import { acceptsIn, ANY_DISTANCE, LINE, type RoundRows, ROW_WORDS } from './roundRows.ts';
import { NOBODY } from './waitingLines.ts';
import { withRoom } from './withRoom.ts';

/**
 * How many are drawn at once. Each lies somewhere else in memory, and in a queue of a million going there takes longer
 * than all the rest of a pair: measured 174 ns when one has to wait for the other, and 14 ns when a processor may go
 * to many places at once, because no answer decides on the next step.
 */
const HAND = 32;

/** Those in roulette mode who are still to be drawn. */
export interface RouletteDraw {
  rows: Int32Array;
  random: () => number;
  /** By number: 1 for those who are not to be drawn, or no more. Shared with the lines (waitingLines.ts). */
  isGone: Uint8Array;
  /** In any order, up to `size`; the gone stay until they are drawn. */
  numbers: Int32Array;
  size: number;
  /** Drawn ahead, from `next` up to `handSize`: their numbers, and beside them what stands in LINE of their rows. */
  readonly hand: Int32Array;
  readonly handLines: Int32Array;
  handSize: number;
  next: number;
  /** Of no meaning: what was read only to have it near, so that the engine does not leave out the reading. */
  touched: number;
}

export function createRouletteDraw(): RouletteDraw {
  return {
    rows: new Int32Array(),
    random: () => 0,
    isGone: new Uint8Array(),
    numbers: new Int32Array(),
    size: 0,
    hand: new Int32Array(HAND),
    handLines: new Int32Array(HAND),
    handSize: 0,
    next: 0,
    touched: 0,
  };
}

interface Drawing {
  queue: RoundRows;
  /** By number: 1 for those who are not to be drawn; the draw goes on with it. */
  isGone: Uint8Array;
  random: () => number;
}

/** Nobody is to be drawn. */
export function clearDraw(draw: RouletteDraw, { queue, isGone, random }: Drawing): void {
  draw.rows = queue.rows;
  draw.random = random;
  draw.isGone = isGone;
  draw.numbers = withRoom(draw.numbers, queue.size);
  [draw.size, draw.handSize, draw.next] = [0, 0, 0];
}

/** Those of these numbers who are in roulette mode. */
export function addToDraw(into: RouletteDraw, from: number, to: number): void {
  const { rows, isGone, numbers } = into;
  let { size } = into;
  for (let number = from; number < to; number++) {
    const isIn = acceptsIn(rows[ROW_WORDS * number + LINE] ?? 0) === ANY_DISTANCE;
    if (isIn && isGone[number] === 0) numbers[size++] = number;
  }
  into.size = size;
}

/** Anybody who is not gone, each as likely as the other; NOBODY when all are. Who is not taken has to be put back. */
export function draw(from: RouletteDraw): number {
  for (;;) {
    if (from.next === from.handSize) fillHand(from);
    if (from.handSize === 0) return NOBODY;
    const number = from.hand[from.next++] ?? NOBODY;
    // Drawn, and then served himself.
    if (from.isGone[number] === 0) return number;
  }
}

/** What stands in LINE of whom was drawn last. */
export const lineDrawn = ({ handLines, next }: RouletteDraw): number => handLines[next - 1] ?? 0;

export function putBack(into: RouletteDraw, number: number): void {
  into.numbers[into.size++] = number;
}

function fillHand(from: RouletteDraw): void {
  const { hand, handLines, rows } = from;
  const handSize = drawNumbers(from);
  // A loop of its own, which does nothing but read. From end to end of a row, which may lie across two cache lines.
  for (let place = 0; place < handSize; place++) {
    const at = ROW_WORDS * (hand[place] ?? 0);
    handLines[place] = rows[at + LINE] ?? 0;
    from.touched ^= rows[at + ROW_WORDS - 1] ?? 0;
  }
  from.handSize = handSize;
  from.next = 0;
}

/** Answers how many of the hand are filled. */
function drawNumbers(from: RouletteDraw): number {
  const { numbers, hand, isGone, random } = from;
  let { size } = from;
  let handSize = 0;
  while (handSize < HAND && size > 0) {
    const place = Math.floor(random() * size);
    const number = numbers[place] ?? NOBODY;
    numbers[place] = numbers[--size] ?? NOBODY;
    hand[handSize] = number;
    // No question, whose answer would have to be waited for: who is gone is written over by the next one.
    handSize += 1 - (isGone[number] ?? 0);
  }
  from.size = size;
  return handSize;
}
