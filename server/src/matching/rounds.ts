/**
 * Rounds stand on the clock (every full multiple of the interval since 1970), so that any number of servers agree on
 * them without talking.
 * @returns milliseconds since 1970 of the next round, always after `now`
 */
export function nextRoundAt(now: number, roundMs: number): number {
  return (Math.floor(now / roundMs) + 1) * roundMs;
}
