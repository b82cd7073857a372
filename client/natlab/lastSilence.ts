import { expect } from 'vitest';
import type { Page } from 'playwright';
import type { DrivenLearner } from '../e2e/driveLearner.ts';

/** From now on, for `longestSilence`. */
export async function listenFromNow(learners: readonly { page: Page }[]): Promise<void> {
  for (const { page } of learners) {
    await page.evaluate(() => {
      window.tap.silences = [];
    });
  }
}

/** Of the silences since `listenFromNow`, and of the one that may still go on, in milliseconds. */
export async function longestSilence({ page }: { page: Page }): Promise<number> {
  return page.evaluate(() => {
    const { silences, loudAtMs } = window.tap;
    const soFar = performance.now() - (loudAtMs ?? 0);
    return Math.max(soFar, ...silences.map(({ fromMs, untilMs }) => untilMs - fromMs));
  });
}

/** What a busy machine swallows now and then; what is asked here is whether a disturbance is over. */
const HICCUP_MS = 700;

/** Until both have heard sound without a gap for so long. */
export async function untilSteady(learners: readonly DrivenLearner[], forMs: number): Promise<void> {
  for (const { page } of learners) {
    await expect
      .poll(
        () =>
          page.evaluate((hiccupMs) => {
            const { silences, loudAtMs } = window.tap;
            const now = performance.now();
            if (loudAtMs === null || now - loudAtMs > hiccupMs) return 0;
            const last = silences.findLast(({ fromMs, untilMs }) => untilMs - fromMs > hiccupMs);
            return now - (last?.untilMs ?? 0);
          }, HICCUP_MS),
        { timeout: 60_000 },
      )
      .toBeGreaterThan(forMs);
  }
}
