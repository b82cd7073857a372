/** One of the two of a prepared pair. */
export interface PreparedSide {
  userId: string;
  deviceId: string;
  ticketId: string;
  hideIp: boolean;
}

/** Two who may connect silently before they are matched. Their tickets stay in the queue. */
interface Prepared {
  /** Of the session that the two will have, if the pair stands until then. */
  sessionId: string;
  /** The offerer first. */
  sides: readonly [PreparedSide, PreparedSide];
}

/** Two whom the coming round is to match. */
export interface RoundPair extends Prepared {
  kind: 'round';
  /** Of the round, milliseconds since 1970. */
  roundAt: number;
}

/** Two of one level of whom one has just come: they are matched when both are connected. */
export interface ArrivalPair extends Prepared {
  kind: 'arrival';
  /** When they are matched in any case, milliseconds since 1970. */
  latestAt: number;
}

export type PreparedPair = RoundPair | ArrivalPair;

/**
 * The prepared pairs until they are matched or fall apart; a user is in one at most. Only a note: who is matched is
 * decided by the tickets. Every method is one atomic step however many servers call it. What nobody takes out is
 * forgotten after a while.
 */
export interface PreparedStore {
  /** Puts a round's pairs, but for those of whom one is in an arrival's pair; answers those that it has put. */
  putPlanned(pairs: readonly RoundPair[]): Promise<RoundPair[]>;
  /**
   * Puts an arrival's pair and takes out the rounds' pairs that its two were in, which it answers. null, and nothing
   * is changed, when one of the two is in an arrival's pair already.
   */
  putArrival(pair: ArrivalPair): Promise<RoundPair[] | null>;
  get(sessionId: string): Promise<PreparedPair | null>;
  planned(): Promise<RoundPair[]>;
  arrivals(): Promise<ArrivalPair[]>;
  /**
   * Notes that this user's side of an arrival's pair is connected. Answers the pair when both sides are now, for one
   * caller only. null: the other one is not yet, or there is no such pair of his.
   */
  noteConnected(sessionId: string, userId: string): Promise<ArrivalPair | null>;
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
