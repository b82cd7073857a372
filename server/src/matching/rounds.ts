/**
 * Rounds stand on the clock (every full multiple of the interval since 1970), so that any number of servers agree on
 * them without talking.
 * @returns milliseconds since 1970 of the next round, always after `now`
 */
export function nextRoundAt(now: number, roundMs: number): number {
  return (Math.floor(now / roundMs) + 1) * roundMs;
}

/** @returns milliseconds since 1970 when a round is next to be prepared, `aheadMs` before it; always after `now` */
export function nextPreparingAt(now: number, roundMs: number, aheadMs: number): number {
  return nextRoundAt(now + aheadMs, roundMs) - aheadMs;
}
