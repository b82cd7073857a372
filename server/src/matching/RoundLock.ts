/** What many servers could all do and one is to do. */
export interface RoundLock {
  /**
   * Whether the caller may play the round that was due at `roundAt` (milliseconds since 1970, the same on every
   * server however early or late its timer is): true for one caller only. Nobody plays it instead of a caller that
   * dies then; the next round comes soon.
   */
  mayPlay(roundAt: number): Promise<boolean>;
  /** Whether the caller may choose the pairs of that round ahead of it; as above. */
  mayPrepare(roundAt: number): Promise<boolean>;
  /** Whether the caller may tell the waiting how the queue stands: true once in `pauseMs`. */
  mayTell(pauseMs: number): Promise<boolean>;
}

/** For one process, which never asks twice. */
export const soleRoundLock: RoundLock = {
  mayPlay: async () => true,
  mayPrepare: async () => true,
  mayTell: async () => true,
};
