import { expect, test } from 'vitest';
import type { Page } from 'playwright';
import type { DrivenLearner } from './driveLearner.ts';
import { setStage } from './stage.ts';

/** A busy machine takes its time. */
const PATIENT = { timeout: 20_000 };
const stage = setStage({}, undefined, true);

/** Until the page is the worker's, so that a later worker is an update and no first one. */
async function untilInstalled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (navigator.serviceWorker.controller === null) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}

/** The app comes back to the foreground, which is when it asks for a new version. */
const comeBack = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('load', () => (loads += 1));
  return () => loads;
}

async function secondTab({ context }: DrivenLearner): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto('/');
  await untilInstalled(tab);
  return tab;
}

test('an update taken in one tab leaves the call in another alone, until it is over', async () => {
  const [madina, jasur] = await stage.twoLearners();
  await untilInstalled(madina.page);
  await madina.find('roulette');
  await jasur.find('roulette');
  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
  const inCall = countLoads(madina.page);
  const tab = await secondTab(madina);
  const inTab = countLoads(tab);

  stage.front().deploy('two');
  await comeBack(tab);
  await tab.getByRole('button', { name: madina.say('update.take') }).click();
  await expect.poll(inTab, PATIENT).toBe(1);
  await tab.getByRole('heading', { name: madina.say('home.hello', { name: 'Madina' }) }).waitFor();

  await madina.writeInChat('still here');
  await jasur.untilChatHas('still here');
  expect(await madina.page.getByRole('button', { name: madina.say('update.take') }).count()).toBe(0);
  await madina.hangUp();
  await madina.page.getByText(madina.say('after.left')).waitFor();
  expect(inCall()).toBe(0);

  await madina.button('action.home').click();
  await expect.poll(inCall, PATIENT).toBe(1);
  await madina.button('home.find').waitFor();
  expect(new URL(madina.page.url()).pathname).toBe('/');
  expect(inCall()).toBe(1);
});

test('a version that the server no longer understands says so and gets the new one', async () => {
  const nodira = await stage.enter('Nodira', { voice: 'low', locale: 'ru' });
  await nodira.register();
  await untilInstalled(nodira.page);
  const loads = countLoads(nodira.page);
  stage.front().setHeaders({ 'x-protocol': '9', 'x-oldest-client': '9' });
  try {
    await nodira.page.getByRole('link', { name: nodira.say('nav.people') }).click();
    await nodira.page.getByText(nodira.say('news.client_old')).waitFor();
    stage.front().deploy('three');
    await nodira.button('update.take').click();
    await expect.poll(loads, PATIENT).toBe(1);
  } finally {
    stage.front().setHeaders({});
  }
});

test('a server that is behind the client asks for patience, and the line goes when it has caught up', async () => {
  const nodira = await stage.enter('Nodira', { voice: 'low', locale: 'en' });
  await nodira.register();
  stage.front().setHeaders({ 'x-protocol': '0', 'x-oldest-client': '0' });
  await nodira.page.getByRole('link', { name: nodira.say('nav.people') }).click();
  await nodira.page.getByText(nodira.say('news.server_old')).waitFor();
  stage.front().setHeaders({});
  await nodira.page.getByText(nodira.say('news.server_old')).waitFor({ state: 'detached' });
});
