/**
 * Milliseconds to the next round. The numbers come now and then, or not at all while the server is
 * away; rounds go on, so a time that has passed is counted on by whole rounds.
 */
export function untilNextRound(nextRoundAt: string, serverNow: number, roundMs: number): number {
  const leftMs = Date.parse(nextRoundAt) - serverNow;
  return leftMs > 0 ? leftMs : roundMs - (-leftMs % roundMs);
}
