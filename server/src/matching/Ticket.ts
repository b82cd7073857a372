import type { Mode, Tolerance } from '../contract/index.ts';
import type { Learner } from '../profiles/Learner.ts';

/** A place in the queue. One a user. */
export interface Ticket {
  id: string;
  userId: string;
  /** The device that will have the call. */
  deviceId: string;
  mode: Mode;
  /** Largest accepted distance of bands; means nothing in roulette mode. */
  tolerance: Tolerance;
  /** Milliseconds since 1970; kept when a failed match sends the ticket back. */
  joinedAt: number;
  /** Sent back by a match that failed through no fault of this learner: served before all others. */
  isFront: boolean;
  /** How many of its matches have failed to connect, and when the last one did (milliseconds since 1970); null: none has. */
  failures: number;
  failedAt: number | null;
  /** Since when the device has no open stream, in milliseconds since 1970; null: it is here. Only those here are matched. */
  awaySince: number | null;
  /** Whether the device connects ahead of a match by level when it is asked to, and says when it has. */
  prepares: boolean;
  learner: Learner;
}

/** Two tickets that were matched; the first becomes the offerer. */
export type Pair = readonly [Ticket, Ticket];

/** Who is served first: those sent back, then the longest waiting; the id breaks ties so that the order is total. */
export function byServiceOrder(a: Ticket, b: Ticket): number {
  if (a.isFront !== b.isFront) return a.isFront ? -1 : 1;
  return a.joinedAt - b.joinedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export function widest(a: Tolerance, b: Tolerance): Tolerance {
  return a >= b ? a : b;
}
