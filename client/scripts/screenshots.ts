import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { Page } from 'playwright';
import { CHROMIUM } from '../../server/src/tooling/outsidePrograms.ts';
import { SCREENSHOTS } from './manifestScreenshots.ts';
import { openGallery } from './openGallery.ts';

/** Makes the pictures of the web app manifest of the real screens: public/screenshots, to be committed. */
const FOLDER = join(import.meta.dirname, '../public/screenshots');
const QUALITY = 0.82;
const SIZES = {
  narrow: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  wide: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} as const;

/** A browser takes PNG pictures of itself, and writes WebP from a canvas. */
async function toWebp(page: Page, png: Buffer): Promise<Buffer> {
  const url = `data:image/png;base64,${png.toString('base64')}`;
  const webp = await page.evaluate(
    async ({ source, quality }) => {
      const bitmap = await createImageBitmap(await (await fetch(source)).blob());
      const canvas = document.createElement('canvas');
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      return canvas.toDataURL('image/webp', quality);
    },
    { source: url, quality: QUALITY },
  );
  return Buffer.from(webp.slice(webp.indexOf(',') + 1), 'base64');
}

const executablePath = CHROMIUM.find();
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const gallery = await openGallery();
const browser = await chromium.launch({
  ...(executablePath === null ? {} : { executablePath }),
  args: ['--no-sandbox'],
});
try {
  for (const { name, form } of SCREENSHOTS) {
    const page = await browser.newPage({ ...SIZES[form], reducedMotion: 'reduce', colorScheme: 'light' });
    await page.goto(gallery.addressOf(name, 'uz'));
    await page.locator('main:not([aria-busy])').first().waitFor();
    const webp = await toWebp(page, await page.screenshot());
    await writeFile(join(FOLDER, `${name}-${form}.webp`), webp);
    console.log(`${String(Math.round(webp.length / 1000)).padStart(4)} kB  ${name}-${form}.webp`);
    await page.close();
  }
} finally {
  await browser.close();
  await gallery.close();
}
