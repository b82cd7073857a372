import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { expectToHearEachOther } from '../e2e/driveLearner.ts';
import { createFigureBook, REPEATS } from './figures.ts';
import { listenFromNow, longestSilence, untilSteady } from './lastSilence.ts';
import { endCall, setLabStage, startCall } from './labStage.ts';
import { pathOf } from './pathOf.ts';

/* What a call lives through on the way: another network, none, a server that dies, a relay that restarts. */

const stage = setLabStage({ spokenShare: 1 });
const book = createFigureBook('road');

/** After a disturbance, so that the next one meets a call at rest: offers are not repeated for four seconds. */
const REST_MS = 6_000;
/** Between two networks a phone has none. */
const BETWEEN_NETWORKS_MS = 300;

/** What of the call must be the same after whatever happens to it. */
async function identityOf(): Promise<unknown> {
  const { madina, jasur } = stage();
  return Promise.all(
    [madina, jasur].map(({ page }) =>
      page.evaluate(() => ({
        session: window.tap.matched?.event.session.id,
        microphoneAsked: window.tap.microphoneAsked,
      })),
    ),
  );
}

/** How long the worse-off side hears nothing because of what is done. */
async function silenceOf(disturb: () => Promise<void>): Promise<number> {
  const learners = [stage().madina, stage().jasur];
  await untilSteady(learners, REST_MS);
  const before = await identityOf();
  await listenFromNow(learners);
  await disturb();
  // A silence that has only begun does not show yet.
  await sleep(3_000);
  await untilSteady(learners, 1_500);
  expect(await identityOf()).toEqual(before);
  return Math.max(...(await Promise.all(learners.map(longestSilence))));
}

async function repeatSilence(disturb: (run: number) => Promise<void>): Promise<number[]> {
  const values: number[] = [];
  for (let run = 0; run < REPEATS; run++) values.push(await silenceOf(() => disturb(run)));
  return values;
}

test('a phone that goes from Wi-Fi to LTE and back is silent for two and a half seconds at most', async () => {
  const { lab, madina, jasur } = stage();
  for (const router of ['wifiA', 'carrierA', 'wifiB'] as const) await lab.route(router, 'symmetric');
  await startCall(stage());
  const change = async (network: 'lte' | 'wifi'): Promise<void> => {
    await lab.switchTo('none');
    await sleep(BETWEEN_NETWORKS_MS);
    await lab.switchTo(network);
  };
  const away: number[] = [];
  const back: number[] = [];
  for (let run = 0; run < REPEATS; run++) {
    away.push(await silenceOf(() => change('lte')));
    back.push(await silenceOf(() => change('wifi')));
  }
  await expectToHearEachOther(madina, jasur);
  await endCall(stage());
  const bound = 2_500;
  const toLte = await book.note({ what: 'Wi-Fi to LTE: silence', unit: 'ms', bound, values: away });
  const toWifi = await book.note({ what: 'LTE to Wi-Fi: silence', unit: 'ms', bound, values: back });
  expect(toLte).toBeLessThanOrEqual(bound);
  expect(toWifi).toBeLessThanOrEqual(bound);
});

test.each(['the network is gone', 'nothing gets through'] as const)(
  'when %s for 10 s the two talk again 3 s after it is back',
  async (kind) => {
    const { lab } = stage();
    const goneMs = 10_000;
    await startCall(stage());
    const values = await repeatSilence(async () => {
      const setGone = async (isGone: boolean): Promise<void> => {
        if (kind === 'nothing gets through') await lab.wire('wifi', { is_cut: isGone });
        else await lab.switchTo(isGone ? 'none' : 'wifi');
      };
      await setGone(true);
      await sleep(goneMs);
      await setGone(false);
    });
    await endCall(stage());
    const backAfter = values.map((value) => value - goneMs);
    const figure = { what: `${kind} for 10 s: sound after it is back`, unit: 'ms', bound: 3_000 } as const;
    expect(await book.note({ ...figure, values: backAfter })).toBeLessThanOrEqual(figure.bound);
  },
);

test('a server that is killed for 20 s costs not a second of sound, and what was written meanwhile arrives once', async () => {
  const { server, madina, jasur } = stage();
  await startCall(stage());
  const values = await repeatSilence(async (run) => {
    await server.goAway('SIGKILL');
    await madina.writeInChat(`from Madina ${run}`);
    await jasur.writeInChat(`from Jasur ${run}`);
    await sleep(20_000);
    await server.comeBack();
    await Promise.all([jasur.untilChatHas(`from Madina ${run}`), madina.untilChatHas(`from Jasur ${run}`)]);
  });
  for (let run = 0; run < REPEATS; run++) {
    for (const { page } of [madina, jasur]) {
      for (const name of ['Madina', 'Jasur']) {
        expect(await page.getByRole('log').getByText(`from ${name} ${run}`, { exact: true }).count()).toBe(1);
      }
    }
  }
  await endCall(stage());
  const figure = {
    what: 'server killed for 20 s: longest silence',
    unit: 'ms',
    bound: 1_000,
    values,
  } as const;
  expect(await book.note(figure)).toBeLessThan(figure.bound);
});

test('after a restart of the relay a relayed call has sound again within 10 s', async () => {
  const { lab, relay, madina } = stage();
  for (const router of ['wifiA', 'wifiB'] as const) await lab.route(router, 'symmetric');
  await startCall(stage());
  const path = await pathOf(madina.page);
  expect([path.local, path.remote]).toContain('relay');
  const values: number[] = [];
  const awayMs = 2_000;
  for (let run = 0; run < REPEATS; run++) {
    const silence = await silenceOf(async () => {
      await relay.goAway();
      await sleep(awayMs);
      await relay.comeBack();
    });
    values.push(silence - awayMs);
  }
  await endCall(stage());
  const figure = {
    what: 'relay restarted: sound after it is back',
    unit: 'ms',
    bound: 10_000,
    values,
  } as const;
  expect(await book.note(figure)).toBeLessThanOrEqual(figure.bound);
});
