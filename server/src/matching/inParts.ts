/** So many turns of a loop are one call: few enough to be compiled early, so many that the calls cost nothing. */
const PART = 1_024;

/**
 * A long loop as many calls of a short one. A loop that runs for long in a single call the engine compiles while it
 * runs, and forgets with the next collection of garbage, so every round would begin slowly; a function that is called
 * again and again it compiles once.
 * @param run takes the turns of the loop from one number up to another, in order
 */
export function inParts(from: number, to: number, run: (from: number, to: number) => void): void {
  for (let start = from; start < to; start += PART) run(start, Math.min(start + PART, to));
}
