import type { Mode, Tolerance } from '../contract/index.ts';
import type { Learner } from '../profiles/Learner.ts';
import { fingerprint } from './fingerprint.ts';

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

/** More than any time in milliseconds: so much before all others is whoever was sent back. */
const FRONT_MS = 2 ** 42;
/** A double of that size has ten bits left below a millisecond. */
const LOTS = 2 ** 10;

/**
 * Whose number is smaller is served first: those sent back, then the longest waiting. Of those who came in the same
 * millisecond their ids decide, of which the number says nearly all.
 */
export function serviceRank({ id, isFront, joinedAt }: Ticket): number {
  const lot = (fingerprint(id) % LOTS) / LOTS;
  return (isFront ? joinedAt - FRONT_MS : joinedAt) + lot;
}

/** The order is total. */
export function byServiceOrder(a: Ticket, b: Ticket): number {
  return serviceRank(a) - serviceRank(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export function widest(a: Tolerance, b: Tolerance): Tolerance {
  return a >= b ? a : b;
}
