import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gallery, openGallery } from '../scripts/openGallery.ts';
import { SCENES } from '../src/testing/galleryScenes.ts';

/** Every screen in every state, over fake stores, in the browser that people have. */
const LOCALES = ['uz', 'ru', 'en'] as const;
const THEMES = ['light', 'dark'] as const;
const PATIENCE_MS = 300_000;
const SCENE_NAMES = Object.keys(SCENES);
/** CHECK=all looks at every theme in every language; without it, at what can differ between them. */
const CHECKS_ALL = process.env.CHECK === 'all';
/** Rules that words can break. */
const ABOUT_WORDS = [
  'label-content-name-mismatch',
  'button-name',
  'link-name',
  'html-lang-valid',
  'valid-lang',
];
/** So high that the navigation covers nothing of it. */
const WHOLE = { width: 390, height: 2600 };
/** A screen whose code and contents are here. */
const SHOWN = '[data-shown] main:not([aria-busy])';
const SIZES = [
  { width: 320, height: 568 },
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

interface AxeResult {
  violations: { id: string; nodes: { target: string[] }[] }[];
}

let gallery: Gallery;
let browser: Browser;

beforeAll(async () => {
  const executablePath = process.env.CHROMIUM_PATH;
  [gallery, browser] = await Promise.all([
    openGallery(),
    chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await gallery.close();
});

async function show(page: Page, scene: string, locale: (typeof LOCALES)[number]): Promise<void> {
  await page.goto(gallery.addressOf(scene, locale));
  await page.locator(SHOWN).first().waitFor();
}

/** Without a reload, so that axe stays in the page. */
async function showNext(page: Page, scene: string, locale: (typeof LOCALES)[number]): Promise<void> {
  await page.evaluate(([name, language]) => window.showScene(name, language), [scene, locale] as const);
  await page.locator(SHOWN).first().waitFor();
}

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

/** In the second theme only colours can differ, in another language only words. null: all of them. */
function rulesFor(theme: 'light' | 'dark', isWhole: boolean): string[] | null {
  if (CHECKS_ALL) return null;
  if (!isWhole) return ABOUT_WORDS;
  return theme === 'light' ? null : ['color-contrast'];
}

/** WCAG 2.2 AA and best practices, or only some rules. */
async function axeFinds(page: Page, only: string[] | null): Promise<string[]> {
  const { violations } = await page.evaluate(async (rules) => {
    const { axe: own } = window as unknown as {
      axe: { run(on: Document, options: object): Promise<AxeResult> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const runOnly = rules === null ? { type: 'tag', values: tags } : { type: 'rule', values: rules };
    // Without what axe would fetch first, for a rule about sounds that start by themselves; no screen has an element with one.
    return own.run(document, { runOnly, resultTypes: ['violations'], preload: false });
  }, only);
  return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

test.each(LOCALES)(
  'no screen in %s is wider than its window, and axe finds nothing in either theme',
  async (locale) => {
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const found: string[] = [];
    const isWhole = CHECKS_ALL || locale === 'uz';
    await show(page, 'home', locale);
    await page.evaluate(axe.source);
    for (const scene of SCENE_NAMES) {
      // What a sheet or panel looks like is decided by the width at which it opens.
      await page.setViewportSize(SIZES[0] ?? WHOLE);
      await showNext(page, scene, locale);
      for (const size of isWhole ? SIZES : SIZES.slice(0, 1)) {
        await page.setViewportSize(size);
        if (await isTooWide(page)) found.push(`${scene} ${size.width}: too wide`);
      }
      if (isWhole) await page.setViewportSize(WHOLE);
      for (const theme of isWhole ? THEMES : THEMES.slice(0, 1)) {
        await page.emulateMedia({ colorScheme: theme });
        const wrong = await axeFinds(page, rulesFor(theme, isWhole));
        found.push(...wrong.map((what) => `${scene} ${theme}: ${what}`));
      }
      await page.emulateMedia({ colorScheme: 'light' });
    }
    expect(found).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  },
  PATIENCE_MS,
);

test('nothing moves for whoever asked for reduced motion, and something does for others', async () => {
  const moving = async (reducedMotion: 'reduce' | 'no-preference'): Promise<string[]> => {
    const page = await browser.newPage({ reducedMotion });
    const found: string[] = [];
    for (const scene of ['waiting', 'connecting', 'call', 'reconnecting', 'invited', 'home_old']) {
      await show(page, scene, 'uz');
      const count = await page.evaluate(() => document.getAnimations().length);
      if (count > 0) found.push(scene);
    }
    await page.close();
    return found;
  };
  expect(await moving('reduce')).toEqual([]);
  expect(await moving('no-preference')).toContain('waiting');
});

test('days and numbers are Uzbek in a browser that has no Uzbek of its own', async () => {
  const page = await browser.newPage({ timezoneId: 'Asia/Tashkent' });
  await show(page, 'history', 'uz');
  await page.getByRole('heading', { name: 'Kecha' }).waitFor();
  await show(page, 'profile', 'uz');
  expect(await page.getByText(/^2026-yil 2-oktyabrdan beri$/).count()).toBe(1);
  await show(page, 'call', 'uz');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('uz');
  await page.close();
});
