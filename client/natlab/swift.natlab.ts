import { expect, test } from 'vitest';
import { createFigureBook, REPEATS } from './figures.ts';
import { endCall, PEER_ROUND_TRIP_MS, setLabStage, startCall } from './labStage.ts';

/* How long it takes from the word that there is a partner until that partner is heard. */

const stage = setLabStage({ spokenShare: 1, settings: { ROULETTE_INTERVAL_SECONDS: '8' } });
const book = createFigureBook('swift');

/** A round's pairs are chosen 2.5 s ahead; who joins later than that is connected cold, as by level. */
const EARLY_MS = 4_500;

async function untilEarlyInRound(): Promise<void> {
  const { page } = stage().madina;
  const msToRound = (): Promise<number> =>
    page.evaluate(async () => {
      const response = await fetch('/trpc/queue.status');
      const { result } = (await response.json()) as { result: { data: { nextRoundAt: string } } };
      return Date.parse(result.data.nextRoundAt) - Date.now();
    });
  await expect.poll(msToRound, { timeout: 20_000 }).toBeGreaterThan(EARLY_MS);
}

const isPrepared = (): Promise<boolean> =>
  stage().madina.page.evaluate(() => window.tap.preparedId === window.tap.matched?.event.session.id);

/** What both sides waited; the later of the two counts. */
async function measureFirstSound(mode: 'roulette' | 'level'): Promise<number[]> {
  const { madina, jasur } = stage();
  const values: number[] = [];
  for (let run = 0; run < REPEATS; run++) {
    if (mode === 'roulette') await untilEarlyInRound();
    await startCall(stage(), mode);
    for (const { page } of [madina, jasur]) {
      await expect.poll(() => page.evaluate(() => window.tap.firstSoundAtMs)).not.toBeNull();
    }
    const waits = await Promise.all(
      [madina, jasur].map(({ page }) =>
        page.evaluate(() => (window.tap.firstSoundAtMs ?? Infinity) - (window.tap.matched?.atMs ?? 0)),
      ),
    );
    // Two who have just talked are kept for the round, even by level, and are connected ahead of it.
    if ((await isPrepared()) === (mode === 'roulette')) values.push(Math.max(...waits));
    await endCall(stage());
  }
  expect(values.length).toBeGreaterThan(0);
  return values;
}

test('after a match by level the partner is heard within three and a half round trips and 100 ms', async () => {
  const bound = 3.5 * PEER_ROUND_TRIP_MS + 100;
  const values = await measureFirstSound('level');
  expect(
    await book.note({ what: 'level: match to first sound', unit: 'ms', bound, values }),
  ).toBeLessThanOrEqual(bound);
});

test('after a roulette round the partner is heard within 200 ms', async () => {
  const values = await measureFirstSound('roulette');
  const figure = { what: 'roulette: match to first sound', unit: 'ms', bound: 200, values } as const;
  expect(await book.note(figure)).toBeLessThanOrEqual(200);
});
