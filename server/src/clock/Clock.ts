/** Time as an argument: the shell hands in the real one, tests a virtual one. */
export interface Clock {
  /** Milliseconds since 1970, UTC. May jump when an operator sets the clock: never measure a wait with two of these. */
  now(): number;
  /** Runs once after `ms` (monotonic, at least 0); the returned function cancels. Never keeps the process alive. */
  after(ms: number, run: () => void): () => void;
}
