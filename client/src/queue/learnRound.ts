const DEFAULT_ROUND_MS = 20_000;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 600_000;

/** What is known of the length of a round. `lastAtMs` null: no round seen yet; `learntMs` null: fewer than two. */
export interface RoundKnowledge {
  lastAtMs: number | null;
  learntMs: number | null;
}

export const NO_ROUND_SEEN: RoundKnowledge = { lastAtMs: null, learntMs: null };

/** Two sightings may be several rounds apart, so the shortest distance counts. @param nextRoundAtMs server time */
export function learnRound(known: RoundKnowledge, nextRoundAtMs: number): RoundKnowledge {
  const distanceMs = known.lastAtMs === null ? 0 : nextRoundAtMs - known.lastAtMs;
  const isRound = distanceMs >= SHORTEST_MS && distanceMs <= LONGEST_MS;
  return {
    lastAtMs: nextRoundAtMs,
    learntMs: isRound ? Math.min(distanceMs, known.learntMs ?? distanceMs) : known.learntMs,
  };
}

export const roundMsOf = (known: RoundKnowledge): number => known.learntMs ?? DEFAULT_ROUND_MS;
