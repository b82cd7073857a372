import { expect, test } from 'vitest';
import { createFigureBook, REPEATS } from './figures.ts';
import { endCall, PEER_ROUND_TRIP_MS, setLabStage, startCall } from './labStage.ts';

/* How long it takes from the word that there is a partner until that partner is heard. */

const stage = setLabStage({ spokenShare: 1 });
const book = createFigureBook('swift');

/** What both sides waited; the later of the two counts. */
async function measureFirstSound(mode: 'roulette' | 'level'): Promise<number[]> {
  const { madina, jasur } = stage();
  const values: number[] = [];
  for (let run = 0; run < REPEATS; run++) {
    await startCall(stage(), mode);
    const waits = await Promise.all(
      [madina, jasur].map(({ page }) =>
        page.evaluate(() => (window.tap.firstSoundAtMs ?? Infinity) - (window.tap.matched?.atMs ?? 0)),
      ),
    );
    values.push(Math.max(...waits));
    await endCall(stage());
  }
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
