import type { Band, Mode } from '../contract/index.ts';
import type { WaitSample } from './WaitSamples.ts';

/** Fewer say nothing. */
const SAMPLES_NEEDED = 10;
/** In level mode, whose wait is like one's own: those of at most this distance of bands. */
const LIKE_BANDS = 0.5;

/**
 * The wait that half of those alike did not exceed, in milliseconds; null: too few are known. In roulette mode, which
 * takes everybody, all are alike; so they are for a `band` of null.
 */
export function medianWaitMs(samples: readonly WaitSample[], mode: Mode, band: Band | null): number | null {
  const isAlike = (sample: WaitSample): boolean =>
    mode === 'roulette' || band === null || Math.abs(sample.band - band) <= LIKE_BANDS;
  const waits = samples.filter((sample) => sample.mode === mode && isAlike(sample));
  if (waits.length < SAMPLES_NEEDED) return null;
  const sorted = waits.map(({ waitedMs }) => waitedMs).sort((a, b) => a - b);
  return Math.round(sorted[Math.ceil(sorted.length / 2) - 1] ?? 0);
}
