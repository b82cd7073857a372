import { describe, expect, test } from 'vitest';
import { aTicket } from '../testing/builders.ts';
import {
  addToDraw,
  clearDraw,
  createRouletteDraw,
  draw,
  putBack,
  type RouletteDraw,
} from './rouletteDraw.ts';
import { toRoundRows } from './roundRows.ts';
import { NOBODY } from './waitingLines.ts';

/** More than are drawn ahead at once; every second one in roulette mode, with an even number. */
const WAITING = 100;
const isRoulette = (number: number): boolean => number % 2 === 0;
const queue = toRoundRows(
  Array.from({ length: WAITING }, (_, number) =>
    aTicket({ joinedAt: number, mode: isRoulette(number) ? 'roulette' : 'level' }),
  ),
  2026,
);
const inRoulette = Array.from({ length: WAITING }, (_, number) => number).filter(isRoulette);

/** Numerical Recipes' linear congruential generator: the same in every run. */
function aRandom(): () => number {
  let state = 1;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function aDraw(random = aRandom()): RouletteDraw {
  const made = createRouletteDraw();
  clearDraw(made, { queue, isGone: new Uint8Array(WAITING), random });
  addToDraw(made, 0, WAITING);
  return made;
}

function drawAll(from: RouletteDraw): number[] {
  const drawn: number[] = [];
  for (let number = draw(from); number !== NOBODY; number = draw(from)) drawn.push(number);
  return drawn;
}

const ascending = (a: number, b: number): number => a - b;

describe('a draw of roulette', () => {
  test('brings everybody in roulette mode once, and nobody else', () => {
    expect(drawAll(aDraw()).sort(ascending)).toEqual(inRoulette);
  });

  test('brings whoever was put back again', () => {
    const from = aDraw();
    const first = draw(from);
    putBack(from, first);
    expect(drawAll(from).sort(ascending)).toEqual(inRoulette);
  });

  test('passes over who has gone, also of those drawn ahead', () => {
    const from = aDraw();
    const first = draw(from);
    for (const number of inRoulette) if (number < 50) from.isGone[number] = 1;
    const still = inRoulette.filter((number) => number >= 50 && number !== first);
    expect(drawAll(from).sort(ascending)).toEqual(still);
  });

  test('brings each as often as the other at any turn', () => {
    const random = aRandom();
    const rounds = 5_000;
    for (const turn of [0, 40]) {
      const counts = new Map(inRoulette.map((number) => [number, 0]));
      for (let round = 0; round < rounds; round++) {
        const drawn = drawAll(aDraw(random))[turn] ?? NOBODY;
        counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
      }
      // 100 each, with a deviation of 10.
      expect(Math.min(...counts.values())).toBeGreaterThan(55);
      expect(Math.max(...counts.values())).toBeLessThan(145);
    }
  });
});
