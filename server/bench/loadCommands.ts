import type { PayloadSize } from './frames.ts';
import type { Door } from './Target.ts';

/** What the load generator, a process of its own, can be told to do. */
export type LoadCommand =
  /** Opens sockets, `parallel` at a time; with `hasStream` each with its event stream, up to its first event. */
  | { type: 'connect'; doors: Door[]; hasStream: boolean; parallel: number }
  /** Lets neighbours meet in the queue and report that they hear one another. */
  | { type: 'match' }
  /** Message i is due at i / perSecond, whether or not the server keeps up; its delay counts from then. */
  | { type: 'open_loop'; size: PayloadSize; messages: number; perSecond: number }
  /** Every socket keeps two messages under way, until so many have been sent. */
  | { type: 'closed_loop'; size: PayloadSize; messages: number };

export interface LoadResult {
  sent: number;
  received: number;
  seconds: number;
  /** From when a message was due until it arrived, in milliseconds; 0 where nothing was sent. */
  p50Ms: number;
  p99Ms: number;
  /** Answers that refused something, by their code: a run with any is void. */
  refusals: Record<string, number>;
}
