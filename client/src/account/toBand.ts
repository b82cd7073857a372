import type { Band } from '@suhbatdosh/server/contract';

const BANDS = [
  0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9,
] as const satisfies readonly Band[];

/** The nearest band of the scale. */
export function toBand(value: number): Band {
  return BANDS.reduce<Band>(
    (best, band) => (Math.abs(band - value) < Math.abs(best - value) ? band : best),
    0,
  );
}
