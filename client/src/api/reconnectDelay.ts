/** Why the next attempt is made: a cut, or a server that said it restarts (close code 1012). */
export type CutKind = 'cut' | 'server_restart';

const FIRST_MS = 400;
const LONGEST_MS = 5_000;
/** A restart sends everybody away in one moment; they come back spread over this time. */
const RESTART_SPREAD_MS = 3_000;
/** An opened socket that lived shorter counts as a failed attempt: the server may be closing in a loop. */
const STEADY_AFTER_MS = 5_000;

/**
 * Full jitter (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter): a random part of a doubling span,
 * so that learners who were cut together do not come back together.
 * @param attempt 0 for the first try after a socket that had been steady
 * @param random 0…1
 */
export function reconnectDelayMs(attempt: number, kind: CutKind, random: number): number {
  const span = Math.min(FIRST_MS * 2 ** Math.min(attempt, 10), LONGEST_MS);
  return Math.round(random * Math.max(span, kind === 'server_restart' ? RESTART_SPREAD_MS : 0));
}

/** @param openedForMs how long the socket that has just closed was open; null: it never opened */
export function attemptAfterClose(attempt: number, openedForMs: number | null): number {
  return openedForMs !== null && openedForMs >= STEADY_AFTER_MS ? 0 : attempt + 1;
}
