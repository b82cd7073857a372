import type { Clock } from '../clock/Clock.ts';
import { repeat } from '../clock/repeat.ts';
import type { Band, Mode } from '../contract/index.ts';
import { medianWaitMs } from './medianWait.ts';
import type { WaitSample, WaitSamples } from './WaitSamples.ts';

const REFRESH_MS = 5 * 60_000;

export interface WaitEstimate {
  /** In milliseconds; null: too little has been seen at this hour. `band` null: of whatever band. */
  of(mode: Mode, band: Band | null): number | null;
}

interface WaitEstimateDeps {
  clock: Clock;
  samples: WaitSamples;
  onError: (error: unknown) => void;
}

/** Reads what was seen at the start and every few minutes, so that asking costs no query. */
export function createWaitEstimate(deps: WaitEstimateDeps): WaitEstimate & { stop(): void } {
  let seen: readonly WaitSample[] = [];
  /** What was worked out since the last reading. */
  const known = new Map<string, number | null>();

  async function refresh(): Promise<void> {
    seen = await deps.samples.aroundHourOf(deps.clock.now());
    known.clear();
  }

  refresh().catch(deps.onError);
  const stop = repeat(deps.clock, { pauseMs: () => REFRESH_MS, run: refresh, onError: deps.onError });

  return {
    stop,
    of(mode, band) {
      const key = `${mode} ${band}`;
      let estimate = known.get(key);
      if (estimate === undefined) known.set(key, (estimate = medianWaitMs(seen, mode, band)));
      return estimate;
    },
  };
}
