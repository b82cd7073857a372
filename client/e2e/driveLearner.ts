import { expect } from 'vitest';
import type { Mode } from '@suhbatdosh/server/contract';
import type { Locator } from 'playwright';
import { en } from '../src/i18n/en.ts';
import type { Messages, TextKey } from '../src/i18n/Messages.ts';
import { ru } from '../src/i18n/ru.ts';
import { uz } from '../src/i18n/uz.ts';
import { audioCounters, heardVoice } from './hearing.ts';
import { type LearnerOptions, openLearner, type OpenLearner } from './openLearner.ts';

const WORDS: Record<LearnerOptions['locale'], Messages> = { uz, ru, en };

/** Long enough for a busy machine; nothing here should take a tenth of it. */
const PATIENCE_MS = 20_000;

/** A person who uses the app by what it says: roles and names, in their language. */
export interface DrivenLearner extends OpenLearner {
  name: string;
  say(key: TextKey, fill?: Record<string, string>): string;
  button(key: TextKey): Locator;
  heading(key: TextKey, fill?: Record<string, string>): Locator;
  /** From the welcome screen to the home screen. */
  register(): Promise<void>;
  find(mode: Mode): Promise<void>;
  /** Until the app says that the two hear each other; it shows how long they have. */
  untilTalking(partner: { name: string }): Promise<void>;
  writeInChat(text: string): Promise<void>;
  /** Until this text stands in the open or opened chat. */
  untilChatHas(text: string): Promise<void>;
  hangUp(): Promise<void>;
  /** From the screen that follows a call. */
  goHome(): Promise<void>;
}

let registered = 0;

export async function driveLearner(name: string, options: LearnerOptions): Promise<DrivenLearner> {
  const learner = await openLearner(options);
  const { page } = learner;
  page.setDefaultTimeout(PATIENCE_MS);
  const words = WORDS[options.locale];

  const say = (key: TextKey, fill: Record<string, string> = {}): string =>
    words[key].replace(/\{(\w+)\}/g, (whole, part: string) => fill[part] ?? whole);
  const button = (key: TextKey): Locator => page.getByRole('button', { name: say(key), exact: true });
  const heading = (key: TextKey, fill?: Record<string, string>): Locator =>
    page.getByRole('heading', { name: say(key, fill) });
  const field = (key: TextKey): Locator => page.getByLabel(say(key), { exact: true });

  const openChat = async (): Promise<void> => {
    // What is unread is counted in its name.
    const write = page.getByRole('button', { name: new RegExp(`^${say('call.write')}(,|$)`) });
    if (await write.isVisible()) await write.click();
  };

  return {
    ...learner,
    name,
    say,
    button,
    heading,
    async register() {
      await page.getByRole('link', { name: say('welcome.start') }).click();
      await field('field.name').fill(name);
      await field('field.username').fill(`${name.toLowerCase()}.${process.pid}.${++registered}`);
      await field('field.password').fill('ipak yoʻlidagi karvon');
      await field('field.birth_year').fill('2002');
      await button('action.continue').click();
      await button('register.submit').click();
      await heading('home.hello', { name }).waitFor();
    },
    async find(mode) {
      await page.getByRole('radio', { name: say(`mode.${mode}`) }).check({ force: true });
      await button('home.find').click();
    },
    async untilTalking(partner) {
      await heading('call.title', { name: partner.name }).waitFor({ state: 'attached' });
      await expect
        .poll(() => page.getByRole('timer').textContent(), { timeout: PATIENCE_MS })
        .toMatch(/^\d+:\d\d$/);
    },
    async writeInChat(text) {
      await openChat();
      await page.getByLabel(say('chat.message')).fill(text);
      await button('chat.send').click();
    },
    async untilChatHas(text) {
      await openChat();
      await page.getByRole('log').getByText(text).waitFor();
    },
    async hangUp() {
      const close = button('chat.close');
      if (await close.isVisible()) await close.click();
      await button('call.end_long').click();
    },
    async goHome() {
      await button('action.home').click();
      await button('home.find').waitFor();
    },
  };
}

/** Each plays the other's voice, and packets go both ways. */
export async function expectToHearEachOther(first: DrivenLearner, second: DrivenLearner): Promise<void> {
  expect(await heardVoice(first.page)).toBe(second.voice);
  expect(await heardVoice(second.page)).toBe(first.voice);
  for (const { page } of [first, second]) {
    const before = await audioCounters(page);
    if (before === null) throw new Error('there is no peer connection');
    const hasGoneOn = async (): Promise<boolean> => {
      const now = await audioCounters(page);
      return (
        now !== null && now.packetsSent > before.packetsSent && now.packetsReceived > before.packetsReceived
      );
    };
    await expect.poll(hasGoneOn, { timeout: PATIENCE_MS }).toBe(true);
  }
}
