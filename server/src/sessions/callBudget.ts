import { AppError } from '../contract/errors.ts';
import type { Signal } from '../contract/index.ts';
import { LIMITS } from '../contract/limits.ts';

/** What one side of a session has used of its limits. Times in milliseconds since 1970, oldest first. */
export interface SideBudget {
  offersAt: number[];
  answersAt: number[];
  candidatesSinceOffer: number;
  chatsAt: number[];
  backgroundsAt: number[];
}

export const newSideBudget = (): SideBudget => ({
  offersAt: [],
  answersAt: [],
  candidatesSinceOffer: 0,
  chatsAt: [],
  backgroundsAt: [],
});

const MINUTE_MS = 60_000;
const CHAT_BURST_MS = 5_000;

/**
 * Counts the signals of one call, all or none. An offer of either side begins a new exchange, for which both may
 * send candidates again.
 * @throws AppError TOO_MANY_REQUESTS when one of them is over a limit; nothing is counted then
 */
export function spendSignals(
  own: SideBudget,
  partner: SideBudget,
  { signals, now }: { signals: readonly Signal[]; now: number },
): void {
  const recentAnswers = own.answersAt.filter((at) => at > now - MINUTE_MS);
  let candidates = own.candidatesSinceOffer;
  let offers = 0;
  for (const signal of signals) {
    if (signal.type === 'offer') {
      offers++;
      candidates = 0;
    } else if (signal.type === 'answer') {
      recentAnswers.push(now);
    } else {
      candidates++;
      if (candidates > LIMITS.candidatesPerOffer) throw tooMany(MINUTE_MS);
    }
  }
  if (offers > 0) {
    const recentOffers = own.offersAt.filter((at) => at > now - MINUTE_MS);
    if (recentOffers.length + offers > LIMITS.offersPerMinute) {
      throw tooMany((recentOffers[0] ?? now) + MINUTE_MS - now);
    }
    // There is an answer to each offer of the other side, who has the same limit.
    if (recentAnswers.length > LIMITS.offersPerMinute) {
      throw tooMany((recentAnswers[0] ?? now) + MINUTE_MS - now);
    }
    own.answersAt = recentAnswers;
    for (let offer = 0; offer < offers; offer++) recentOffers.push(now);
    own.offersAt = recentOffers;
    partner.candidatesSinceOffer = 0;
  }
  own.candidatesSinceOffer = candidates;
}

/** @throws AppError TOO_MANY_REQUESTS */
export function spendChat(own: SideBudget, now: number): void {
  own.chatsAt = own.chatsAt.filter((at) => at > now - MINUTE_MS);
  const burst = own.chatsAt.filter((at) => at > now - CHAT_BURST_MS);
  if (burst.length >= LIMITS.chatPerFiveSeconds) throw tooMany((burst[0] ?? now) + CHAT_BURST_MS - now);
  if (own.chatsAt.length >= LIMITS.chatPerMinute) throw tooMany((own.chatsAt[0] ?? now) + MINUTE_MS - now);
  own.chatsAt.push(now);
}

/** @throws AppError TOO_MANY_REQUESTS */
export function spendBackground(own: SideBudget, now: number): void {
  own.backgroundsAt = own.backgroundsAt.filter((at) => at > now - MINUTE_MS);
  if (own.backgroundsAt.length >= LIMITS.backgroundsPerMinute) {
    throw tooMany((own.backgroundsAt[0] ?? now) + MINUTE_MS - now);
  }
  own.backgroundsAt.push(now);
}

function tooMany(retryAfterMs: number): AppError {
  return new AppError('TOO_MANY_REQUESTS', { retryAfterMs });
}
