import type { Mode } from '../contract/index.ts';

/** Fewer say nothing. */
const SAMPLES_NEEDED = 5;
const SAMPLES_KEPT = 100;

export interface WaitEstimate {
  /** Notes how long somebody waited for a match, in milliseconds. */
  add(mode: Mode, waitedMs: number): void;
  /** The median of what was seen lately, in milliseconds; null: too little has been seen. */
  of(mode: Mode): number | null;
}

export function createWaitEstimate(): WaitEstimate {
  const samples: Record<Mode, number[]> = { roulette: [], level: [] };
  return {
    add(mode, waitedMs) {
      samples[mode].push(waitedMs);
      if (samples[mode].length > SAMPLES_KEPT) samples[mode].shift();
    },
    of(mode) {
      if (samples[mode].length < SAMPLES_NEEDED) return null;
      const sorted = [...samples[mode]].sort((a, b) => a - b);
      return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
    },
  };
}
