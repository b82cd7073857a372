import type { Wait } from './simulateDay.ts';

export interface WaitFigures {
  joined: number;
  /** Of those who joined, from 0 to 1. */
  matchedShare: number;
  /** Of the matched, in seconds. */
  p50S: number;
  p95S: number;
}

export function toFigures(waits: readonly Wait[]): WaitFigures {
  const matched = waits.filter(({ isMatched }) => isMatched);
  const sorted = matched.map(({ waitedMs }) => waitedMs / 1_000).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return {
    joined: waits.length,
    matchedShare: matched.length / waits.length,
    p50S: at(0.5),
    p95S: at(0.95),
  };
}
