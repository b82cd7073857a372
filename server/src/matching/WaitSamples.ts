import type { Band, Mode } from '../contract/index.ts';

/** How long somebody waited in the queue for a match. */
export interface WaitSample {
  mode: Mode;
  band: Band;
  waitedMs: number;
}

/** What was seen of waiting. */
export interface WaitSamples {
  /**
   * The newest of the last weeks from around this hour of the day, at most a few thousand: matches of the night say
   * nothing about the evening.
   * @param now milliseconds since 1970
   */
  aroundHourOf(now: number): Promise<WaitSample[]>;
}
