import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import type { Browser } from 'playwright';
import { SCENES } from '../src/testing/galleryScenes.ts';
import { CHROMIUM } from '../../server/src/tooling/outsidePrograms.ts';
import { openGallery } from './openGallery.ts';
import type { Gallery } from './openGallery.ts';

/**
 * Writes a picture of every screen × theme × language to .tmp/screens/, and contact sheets of them to look through.
 * `npm run screens --workspace client -- home call` takes only these scenes.
 */
const FOLDER = join(import.meta.dirname, '../../.tmp/screens');
const LOCALES = ['uz', 'ru', 'en'] as const;
const THEMES = ['light', 'dark'] as const;
const SIZES = {
  phone: { width: 390, height: 844 },
  desk: { width: 1280, height: 800 },
} as const;
type Size = keyof typeof SIZES;
const SIZE_NAMES: readonly Size[] = ['phone', 'desk'];
/** Scenes on one sheet. */
const ON_A_SHEET = { phone: 2, desk: 3 } as const;
const THUMBNAIL_PX = { phone: 260, desk: 500 } as const;
/** Of the desk a sheet shows two of the six, so that they can be read. */
const DESK_ON_SHEET = ['uz-light', 'ru-dark'];

const nameOf = (scene: string, size: Size, rest: string): string => `${scene}-${size}-${rest}.png`;

async function photograph(browser: Browser, gallery: Gallery, scenes: readonly string[]): Promise<void> {
  for (const scene of scenes) {
    for (const locale of LOCALES) {
      for (const size of SIZE_NAMES) {
        // A page of its own: sheets and panels depend on the width when they open, and take back a step of the history.
        const page = await browser.newPage({ reducedMotion: 'reduce', viewport: SIZES[size] });
        await page.goto(gallery.addressOf(scene, locale));
        await page.locator(`[data-shown="${scene}"] main:not([aria-busy])`).first().waitFor();
        for (const theme of THEMES) {
          await page.emulateMedia({ colorScheme: theme });
          await page.screenshot({ path: join(FOLDER, nameOf(scene, size, `${locale}-${theme}`)) });
        }
        await page.close();
      }
    }
  }
}

async function makeSheets(browser: Browser, scenes: readonly string[], size: Size): Promise<number> {
  const page = await browser.newPage();
  const kinds = LOCALES.flatMap((locale) => THEMES.map((theme) => `${locale}-${theme}`));
  const shown = size === 'desk' ? DESK_ON_SHEET : kinds;
  let sheets = 0;
  for (let first = 0; first < scenes.length; first += ON_A_SHEET[size]) {
    const rows = scenes.slice(first, first + ON_A_SHEET[size]).map((scene) => {
      const images = shown.map(
        (kind) => `<img width="${THUMBNAIL_PX[size]}" src="${nameOf(scene, size, kind)}">`,
      );
      return `<h1>${scene}</h1><div>${images.join('')}</div>`;
    });
    const style =
      'body{margin:8px;font:14px sans-serif;background:#888}div{display:flex;gap:6px}h1{font-size:15px;margin:4px 0}';
    const file = join(FOLDER, 'sheet.html');
    await writeFile(file, `<meta charset="utf-8"><style>${style}</style>${rows.join('')}`);
    await page.setViewportSize({ width: shown.length * (THUMBNAIL_PX[size] + 6) + 16, height: 400 });
    await page.goto(pathToFileURL(file).href);
    sheets += 1;
    const number = String(sheets).padStart(2, '0');
    await page.screenshot({ path: join(FOLDER, `sheet-${size}-${number}.png`), fullPage: true });
    await rm(file);
  }
  await page.close();
  return sheets;
}

const asked = process.argv.slice(2);
const scenes = Object.keys(SCENES).filter((scene) => asked.length === 0 || asked.includes(scene));
const executablePath = CHROMIUM.find();
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const gallery = await openGallery();
const browser = await chromium.launch({
  ...(executablePath === null ? {} : { executablePath }),
  args: ['--no-sandbox'],
});
try {
  await photograph(browser, gallery, scenes);
  let sheets = 0;
  for (const size of SIZE_NAMES) sheets += await makeSheets(browser, scenes, size);
  const pictures = scenes.length * LOCALES.length * THEMES.length * SIZE_NAMES.length;
  console.log(`${pictures} pictures of ${scenes.length} screens and ${sheets} sheets in ${FOLDER}`);
} finally {
  await browser.close();
  await gallery.close();
}
