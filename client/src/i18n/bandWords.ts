import type { PlainKey } from './Messages.ts';

const STEPS: readonly { from: number; key: PlainKey }[] = [
  { from: 8, key: 'band.from_8' },
  { from: 7, key: 'band.from_7' },
  { from: 6, key: 'band.from_6' },
  { from: 5, key: 'band.from_5' },
  { from: 3.5, key: 'band.from_3_5' },
];

/** What a band feels like, in our own words: the test's descriptors are not ours to print. */
export function bandWords(band: number): PlainKey {
  return STEPS.find((step) => band >= step.from)?.key ?? 'band.from_0';
}
