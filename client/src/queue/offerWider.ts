import type { Mode, Tolerance } from '@suhbatdosh/server/contract';

const OFFER_AFTER_MS = 45_000;

interface Search {
  mode: Mode;
  tolerance: Tolerance;
  joinedAtMs: number;
}

/**
 * The wider distance to offer, or null. Level mode promises ±0.5 and keeps it: going further is asked
 * for, one step at a time, 45 s after joining and again 45 s after each answer, be it yes or no.
 * @param answeredAtMs device time of the last answer in this search; null: none yet
 */
export function offerWider(search: Search, answeredAtMs: number | null, nowMs: number): Tolerance | null {
  if (search.mode !== 'level') return null;
  const sinceMs = Math.max(search.joinedAtMs, answeredAtMs ?? 0);
  if (nowMs - sinceMs < OFFER_AFTER_MS) return null;
  if (search.tolerance === 0.5) return 1;
  return search.tolerance === 1 ? 1.5 : null;
}
