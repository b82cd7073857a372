import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { createFigureBook, REPEATS, writeArtefact } from './figures.ts';
import { untilSteady } from './lastSilence.ts';
import { endCall, setLabStage, startCall } from './labStage.ts';
import { setSwitch } from './setSwitch.ts';

/* How it sounds on a weak link, and what it costs. They speak three fifths of the time, as people do who take turns. */

const stage = setLabStage({ spokenShare: 0.6 });
const book = createFigureBook('weak');

const SETTLE_MS = 5_000;
const MEASURE_MS = 20_000;

interface Samples {
  total: number;
  /** Made up by the browser while somebody spoke. */
  concealed: number;
}

async function samplesOf(page: Page): Promise<Samples> {
  return page.evaluate(async () => {
    const report = await window.probe.peers.at(-1)?.getStats();
    const entries = [...(report?.values() ?? [])] as Record<string, unknown>[];
    const inbound = entries.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio');
    const count = (name: string): number => Number(inbound?.[name] ?? 0);
    return {
      total: count('totalSamplesReceived'),
      concealed: count('concealedSamples') - count('silentConcealedSamples'),
    };
  });
}

const statsOf = (page: Page): Promise<unknown> =>
  page.evaluate(async () => [...((await window.probe.peers.at(-1)?.getStats()) ?? new Map()).values()]);

interface Costs {
  /** Percent of what the worse-off side hears. */
  concealment: number;
  /** Of the direction that sends more, at the phone, with all headers from IP upwards and all that is not the call. */
  kbitPerSecond: number;
}

async function measureCosts(name: string): Promise<Costs> {
  const { lab, madina, jasur } = stage();
  const pages = [madina.page, jasur.page];
  const look = async () => ({
    atMs: performance.now(),
    samples: await Promise.all(pages.map(samplesOf)),
    wires: [await lab.wire('wifi', {}), await lab.wire('other', {})],
  });
  const before = await look();
  await sleep(MEASURE_MS);
  const after = await look();
  const shares = after.samples.map(({ total, concealed }, index) => {
    const was = before.samples[index] ?? { total: 0, concealed: 0 };
    return ((concealed - was.concealed) / (total - was.total)) * 100;
  });
  const rates = after.wires.map(
    ({ up }, index) => ((up.bytes - (before.wires[index]?.up.bytes ?? 0)) * 8) / (after.atMs - before.atMs),
  );
  await writeArtefact(`stats-${name}`, { shares, rates, stats: await Promise.all(pages.map(statsOf)) });
  return { concealment: Math.max(...shares), kbitPerSecond: Math.max(...rates) };
}

test.each([
  { percent: 10, concealmentBound: 2 },
  { percent: 20, concealmentBound: 4 },
])(
  'with $percent % loss at most $concealmentBound % of the voice is made up',
  async ({ percent, concealmentBound }) => {
    const { lab, madina, jasur } = stage();
    const costs: Costs[] = [];
    await startCall(stage());
    for (const wire of ['wifi', 'other'] as const) {
      await lab.wire(wire, { up: { loss: percent / 100, jitter_ms: 15 }, down: {} });
    }
    await untilSteady([madina, jasur], 0);
    await sleep(SETTLE_MS);
    for (let run = 0; run < REPEATS; run++) costs.push(await measureCosts(`loss-${percent}-${run}`));
    await endCall(stage());
    const concealment = await book.note({
      what: `${percent} % loss: audible concealment`,
      unit: '%',
      bound: concealmentBound,
      values: costs.map((one) => one.concealment),
    });
    const rate = await book.note({
      what: `${percent} % loss: on the wire`,
      unit: 'kbit/s',
      bound: 60,
      values: costs.map((one) => one.kbitPerSecond),
    });
    expect(concealment).toBeLessThanOrEqual(concealmentBound);
    expect(rate).toBeLessThanOrEqual(60);
  },
);

test('who saves data spends 30 kbit/s each way at most', async () => {
  const { madina, jasur } = stage();
  for (const learner of [madina, jasur]) await setSwitch(learner, 'sound.saver', true);
  await startCall(stage());
  await sleep(SETTLE_MS);
  const costs: Costs[] = [];
  for (let run = 0; run < REPEATS; run++) costs.push(await measureCosts(`saver-${run}`));
  await endCall(stage());
  for (const learner of [madina, jasur]) await setSwitch(learner, 'sound.saver', false);
  const values = costs.map((one) => one.kbitPerSecond);
  const figure = { what: 'data saver: on the wire', unit: 'kbit/s', bound: 30, values } as const;
  expect(await book.note(figure)).toBeLessThanOrEqual(figure.bound);
});
