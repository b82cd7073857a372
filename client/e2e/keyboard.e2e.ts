import { expect, test } from 'vitest';
import type { Page } from 'playwright';
import type { DrivenLearner } from './driveLearner.ts';
import { setStage } from './stage.ts';

/** A busy machine takes its time. */
const PATIENT = { timeout: 20_000 };
const stage = setStage();
const TABS_MAX = 40;

/** What has the focus, as a screen reader would name it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
  });

/** Goes on with Tab until something of this name has the focus. */
async function tabTo({ page }: DrivenLearner, name: string): Promise<void> {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    if ((await focused(page)).startsWith(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to “${name}”`);
}

test('a whole call goes by keyboard alone, and the focus says where one is', async () => {
  const [madina, jasur] = await stage.twoLearners();
  const { page } = madina;
  await tabTo(madina, madina.say('home.find'));
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page), PATIENT).toBe(madina.say('waiting.title'));
  await jasur.find('roulette');
  await madina.untilTalking(jasur);
  await expect.poll(() => focused(page), PATIENT).toBe(madina.say('call.title', { name: 'Jasur' }));

  await tabTo(madina, madina.say('call.mute'));
  await page.keyboard.press('Space');
  await page.locator('[aria-pressed="true"]').waitFor();
  await page.keyboard.press('Space');

  await tabTo(madina, madina.say('call.write'));
  await page.keyboard.press('Enter');
  await tabTo(madina, '');
  await page.getByLabel(madina.say('chat.message')).waitFor();
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    if (await page.getByLabel(madina.say('chat.message')).evaluate((box) => box === document.activeElement))
      break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('only keys');
  await page.keyboard.press('Enter');
  await jasur.untilChatHas('only keys');
  await page.keyboard.press('Escape');

  await tabTo(madina, madina.say('call.end_long'));
  await page.keyboard.press('Enter');
  await page.getByText(madina.say('after.left')).waitFor();
  await expect.poll(() => focused(page), PATIENT).toBe(madina.say('after.title'));
  await tabTo(madina, madina.say('action.home'));
  await page.keyboard.press('Enter');
  await madina.heading('home.hello', { name: 'Madina' }).waitFor();
});
