import { expect, test } from 'vitest';
import { createFigureBook, REPEATS } from './figures.ts';
import { becomeStrangers, endCall, PEER_ROUND_TRIP_MS, setLabStage, startCall } from './labStage.ts';

/* How long it takes from the word that there is a partner until that partner is heard. */

const stage = setLabStage({ spokenShare: 1, settings: { ROULETTE_INTERVAL_SECONDS: '8' } });
const book = createFigureBook('swift');

/** How two of whom the one has just come, or who wait for a round, are to be found. */
type Way = 'level' | 'round' | 'just before a round';

/** A round's pairs are chosen 2.5 s ahead: who comes before that is connected ahead, who comes after it is not. */
const MS_TO_ROUND: Record<Exclude<Way, 'level'>, [atLeast: number, atMost: number]> = {
  round: [4_500, 8_000],
  'just before a round': [1_800, 2_400],
};

async function untilMomentOfRound(way: Exclude<Way, 'level'>): Promise<void> {
  const { page } = stage().madina;
  const msToRound = (): Promise<number> =>
    page.evaluate(async () => {
      const response = await fetch('/trpc/queue.status');
      const { result } = (await response.json()) as { result: { data: { nextRoundAt: string } } };
      return Date.parse(result.data.nextRoundAt) - Date.now();
    });
  const [atLeast, atMost] = MS_TO_ROUND[way];
  const isMoment = async (): Promise<boolean> => {
    const leftMs = await msToRound();
    return leftMs >= atLeast && leftMs <= atMost;
  };
  await expect.poll(isMoment, { timeout: 20_000, interval: 100 }).toBe(true);
}

const isPrepared = (): Promise<boolean> =>
  stage().madina.page.evaluate(() => window.tap.preparedId === window.tap.matched?.event.session.id);

/** What both sides waited; the later of the two counts. */
async function measureFirstSound(way: Way): Promise<number[]> {
  const { madina, jasur } = stage();
  const values: number[] = [];
  // On a busy machine somebody may come too late for the plan of a round, or for the round.
  for (let run = 0; values.length < REPEATS && run < 2 * REPEATS; run++) {
    if (way === 'level') await becomeStrangers(stage());
    else await untilMomentOfRound(way);
    await startCall(stage(), way === 'level' ? 'level' : 'roulette');
    for (const { page } of [madina, jasur]) {
      await expect.poll(() => page.evaluate(() => window.tap.firstSoundAtMs)).not.toBeNull();
    }
    const waits = await Promise.all(
      [madina, jasur].map(({ page }) =>
        page.evaluate(() => (window.tap.firstSoundAtMs ?? Infinity) - (window.tap.matched?.atMs ?? 0)),
      ),
    );
    if ((await isPrepared()) === (way !== 'just before a round')) values.push(Math.max(...waits));
    await endCall(stage());
  }
  expect(values.length).toBeGreaterThan(0);
  return values;
}

test('after a match by level the partner is heard within three and a half round trips and 100 ms', async () => {
  const bound = 3.5 * PEER_ROUND_TRIP_MS + 100;
  const values = await measureFirstSound('level');
  expect(values).toHaveLength(REPEATS);
  expect(
    await book.note({ what: 'level: match to first sound', unit: 'ms', bound, values }),
  ).toBeLessThanOrEqual(bound);
});

test('after a roulette round the partner is heard within 200 ms', async () => {
  const values = await measureFirstSound('round');
  const figure = { what: 'roulette: match to first sound', unit: 'ms', bound: 200, values } as const;
  expect(await book.note(figure)).toBeLessThanOrEqual(200);
});

test('two who come too late to connect before the round are heard all the same', async () => {
  const values = await measureFirstSound('just before a round');
  await book.note({ what: 'cold: match to first sound', unit: 'ms', bound: null, values });
});
