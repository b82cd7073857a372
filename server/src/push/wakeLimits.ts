/** Nobody is woken more often than this. */
export const WAKE_LIMITS = {
  restMs: 30 * 60_000,
  perDay: 3,
  /** For one person who waits. */
  perWait: 5,
} as const;
