/** One of the two of a prepared pair. */
export interface PreparedSide {
  userId: string;
  deviceId: string;
  ticketId: string;
  hideIp: boolean;
}

/** Two whom the coming round is to match, and who may connect silently until then. Their tickets stay in the queue. */
export interface PreparedPair {
  /** Of the session that the two will have, if the pair stands until the round. */
  sessionId: string;
  /** Of the round, milliseconds since 1970. */
  roundAt: number;
  /** The offerer first. */
  sides: readonly [PreparedSide, PreparedSide];
}

/**
 * The prepared pairs until they are matched or fall apart; a user is in one at most. Only a note: who is matched is
 * decided by the tickets. Every method is one atomic step however many servers call it. What nobody takes out is
 * forgotten after a while.
 */
export interface PreparedStore {
  put(pairs: readonly PreparedPair[]): Promise<void>;
  get(sessionId: string): Promise<PreparedPair | null>;
  all(): Promise<PreparedPair[]>;
  /** Takes a pair out, for one caller only. null: it was taken out before. */
  take(sessionId: string): Promise<PreparedPair | null>;
  /** Takes out the pairs that these users are in, each for one caller only. */
  takeOf(userIds: readonly string[]): Promise<PreparedPair[]>;
}

/** The side of this user and the other one; null when he is not in it. */
export function preparedSidesOf(
  { sides: [first, second] }: PreparedPair,
  userId: string,
): { own: PreparedSide; partner: PreparedSide } | null {
  if (first.userId === userId) return { own: first, partner: second };
  return second.userId === userId ? { own: second, partner: first } : null;
}
