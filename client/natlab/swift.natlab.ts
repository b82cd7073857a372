import { expect, test } from 'vitest';
import { forgetPrepares } from '../e2e/forgetPrepares.ts';
import { createFigureBook, REPEATS } from './figures.ts';
import { becomeStrangers, endCall, PEER_ROUND_TRIP_MS, setLabStage, startCall } from './labStage.ts';

/* How long it takes from the word that there is a partner until that partner is heard. */

const stage = setLabStage({ spokenShare: 1, settings: { ROULETTE_INTERVAL_SECONDS: '8' } });
const book = createFigureBook('swift');

/** A round's pairs are chosen 2.5 s ahead; who joins later than that is connected cold. */
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

interface Swiftness {
  /** From the match to the first sound, of the side that waited longer. */
  soundMs: number;
  /** From the word that there is somebody to the match; null: the match was the first word. */
  aheadMs: number | null;
}

async function measureCall(mode: 'roulette' | 'level'): Promise<Swiftness> {
  const { madina, jasur } = stage();
  await startCall(stage(), mode);
  for (const { page } of [madina, jasur]) {
    await expect.poll(() => page.evaluate(() => window.tap.firstSoundAtMs)).not.toBeNull();
  }
  const [hers, his] = await Promise.all(
    [madina, jasur].map(({ page }) =>
      page.evaluate(() => {
        const { matched, prepared, firstSoundAtMs } = window.tap;
        const atMs = matched?.atMs ?? Number.NaN;
        const isPrepared = prepared !== null && prepared.sessionId === matched?.event.session.id;
        return {
          soundMs: (firstSoundAtMs ?? Infinity) - atMs,
          aheadMs: isPrepared ? atMs - prepared.atMs : null,
        };
      }),
    ),
  );
  await endCall(stage());
  if (hers === undefined || his === undefined) throw new Error('two have talked');
  return { soundMs: Math.max(hers.soundMs, his.soundMs), aheadMs: hers.aheadMs };
}

async function measureLevel(): Promise<Swiftness[]> {
  const calls: Swiftness[] = [];
  while (calls.length < REPEATS) {
    await becomeStrangers(stage());
    calls.push(await measureCall('level'));
  }
  return calls;
}

test('after a match by level the partner is heard within three and a half round trips and 100 ms', async () => {
  const bound = 3.5 * PEER_ROUND_TRIP_MS + 100;
  const calls = await measureLevel();
  const ahead = calls.flatMap(({ aheadMs }) => aheadMs ?? []);
  expect(ahead).toHaveLength(REPEATS);
  await book.note({ what: 'level: connecting before the match', unit: 'ms', bound: null, values: ahead });
  const values = calls.map(({ soundMs }) => soundMs);
  expect(
    await book.note({ what: 'level: match to first sound', unit: 'ms', bound, values }),
  ).toBeLessThanOrEqual(bound);
});

test('after a roulette round the partner is heard within 200 ms', async () => {
  const calls: Swiftness[] = [];
  for (let run = 0; run < REPEATS; run++) {
    await untilEarlyInRound();
    calls.push(await measureCall('roulette'));
  }
  // On a busy machine somebody may come too late for the plan.
  const values = calls.flatMap(({ soundMs, aheadMs }) => (aheadMs === null ? [] : [soundMs]));
  expect(values.length).toBeGreaterThan(0);
  const figure = { what: 'roulette: match to first sound', unit: 'ms', bound: 200, values } as const;
  expect(await book.note(figure)).toBeLessThanOrEqual(200);
});

test('two who connect when they are matched, as an app of before does, are heard later', async () => {
  await stage().madina.context.addInitScript(forgetPrepares);
  const calls = await measureLevel();
  const values = calls.map(({ soundMs }) => soundMs);
  expect(calls.map(({ aheadMs }) => aheadMs)).toEqual(values.map(() => null));
  await book.note({ what: 'level, cold: match to first sound', unit: 'ms', bound: null, values });
});
