import { yearOf } from '../clock/yearOf.ts';
import { isAllowed, isAvoided } from './matchRules.ts';
import type { Pair, Ticket } from './Ticket.ts';

/** Looking at each pair for each who is left over would cost too much of more; and there are more partners for all. */
export const LONGEST_QUEUE = 200;

interface Outcome {
  pairs: readonly Pair[];
  /** In service order; no two of them allowed to each other. */
  leftOver: readonly Ticket[];
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Makes two pairs of one where two who were left over fit its two sides: who is served first takes the best partner
 * for himself, and that one may have been the only one for somebody else. Nobody who was matched is without a partner
 * by it, and recent partners are not brought together. Afterwards there is no such pair any more: a new pair has one
 * who was left over, and nobody else who was fits him.
 */
export function pairMore({ pairs, leftOver, now }: Outcome): Pair[] {
  const year = yearOf(now);
  const fits = (a: Ticket, b: Ticket): boolean => isAllowed(a, b, year) && !isAvoided(a, b, now);
  const better = [...pairs];
  const left = new Set(leftOver);

  /** The first pair, with its place, of which the seeker fits one side and somebody else the other. */
  function findExchange(seeker: Ticket): { place: number; made: readonly [Pair, Pair] } | null {
    for (const [place, [one, other]] of better.entries()) {
      for (const [partner, widow] of [
        [one, other],
        [other, one],
      ] as const) {
        const second = fits(seeker, partner)
          ? leftOver.find((ticket) => ticket !== seeker && left.has(ticket) && fits(ticket, widow))
          : undefined;
        if (second) {
          return {
            place,
            made: [
              [seeker, partner],
              [second, widow],
            ],
          };
        }
      }
    }
    return null;
  }

  for (const seeker of leftOver) {
    const exchange = left.has(seeker) ? findExchange(seeker) : null;
    if (!exchange) continue;
    better.splice(exchange.place, 1, ...exchange.made);
    for (const [gainer] of exchange.made) left.delete(gainer);
  }
  return better;
}
