import { expect, test } from 'vitest';
import { type DrivenLearner, expectToHearEachOther } from './driveLearner.ts';
import { forgetPrepares } from './forgetPrepares.ts';
import type { MatchProbe } from './pageProbe.ts';
import { setStage } from './stage.ts';

/** The shortest that is prepared. */
const ROUND_MS = 6_000;
const stage = setStage({ ROULETTE_INTERVAL_SECONDS: String(ROUND_MS / 1_000) });

/** Two processors, two browsers and a server on this machine; idle it takes less than half of it. */
const PATIENT_MS = 600;

async function matchOf({ page }: DrivenLearner): Promise<MatchProbe> {
  await expect
    .poll(() => page.evaluate(() => window.probe.match?.firstSoundAt ?? null), { timeout: 20_000 })
    .not.toBeNull();
  const match = await page.evaluate(() => window.probe.match);
  if (match === null) throw new Error('there was no match');
  return match;
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const soundMs = ({ at, firstSoundAt }: MatchProbe): number => Math.round((firstSoundAt ?? Infinity) - at);

/** As soon as a round is over, so that the plan of the next one has both. */
async function bothFind(mode: 'roulette' | 'level', ...learners: DrivenLearner[]): Promise<void> {
  await new Promise((resolve) => void setTimeout(resolve, ROUND_MS - (Date.now() % ROUND_MS) + 50));
  for (const learner of learners) await learner.find(mode);
}

test('two who wait for a round are connected before it, silently, and hear each other at once', async () => {
  const [madina, jasur] = await stage.twoLearners();
  await bothFind('roulette', madina, jasur);
  const matches = await Promise.all([matchOf(madina), matchOf(jasur)]);
  for (const match of matches) expect(match.before).toEqual({ state: 'connected', packetsSent: 0 });
  print(`matched to first sound, connected ahead: ${matches.map(soundMs).join(' and ')} ms`);
  for (const match of matches) expect(soundMs(match)).toBeLessThan(PATIENT_MS);

  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
  await expectToHearEachOther(madina, jasur);
  for (const { page } of [madina, jasur]) {
    expect(await page.evaluate(() => window.probe.peers.length)).toBe(1);
  }
});

test('two of one level are connected when they are matched, silently, and hear each other at once', async () => {
  const [madina, jasur] = await stage.twoLearners();
  await madina.find('level');
  await madina.heading('waiting.title').waitFor();
  await jasur.find('level');
  const matches = await Promise.all([matchOf(madina), matchOf(jasur)]);
  for (const match of matches) expect(match.before).toEqual({ state: 'connected', packetsSent: 0 });
  print(`matched by level to first sound, connected ahead: ${matches.map(soundMs).join(' and ')} ms`);
  for (const match of matches) expect(soundMs(match)).toBeLessThan(PATIENT_MS);
  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
  await expectToHearEachOther(madina, jasur);
  for (const { page } of [madina, jasur]) {
    expect(await page.evaluate(() => window.probe.peers.length)).toBe(1);
  }
});

test('two of one level of whom one has an app of before connect when they are matched', async () => {
  const [madina, jasur] = await stage.twoLearners();
  await madina.page.evaluate(forgetPrepares);
  await madina.find('level');
  await madina.heading('waiting.title').waitFor();
  await jasur.find('level');
  const matches = await Promise.all([matchOf(madina), matchOf(jasur)]);
  for (const match of matches) expect(match.before).toBeNull();
  print(`matched by level to first sound, cold: ${matches.map(soundMs).join(' and ')} ms`);
  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
  await expectToHearEachOther(madina, jasur);
});

test('when one leaves before the round, the other goes on waiting and nothing stays open', async () => {
  const [madina, jasur] = await stage.twoLearners();
  await bothFind('roulette', madina, jasur);
  const state = () => madina.page.evaluate(() => window.probe.peers.at(-1)?.connectionState ?? null);
  await expect.poll(state, { timeout: 10_000, interval: 20 }).toBe('connected');
  await jasur.button('waiting.leave').click();
  await expect.poll(state, { timeout: 5_000 }).toBe('closed');
  await madina.heading('waiting.title').waitFor();
  const jasurs = () => jasur.page.evaluate(() => window.probe.peers.at(-1)?.connectionState ?? null);
  await expect.poll(jasurs, { timeout: 5_000 }).toBe('closed');
  expect(await madina.page.evaluate(() => window.probe.match)).toBeNull();
});
