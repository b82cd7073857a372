import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { BrowserContext } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uz } from '../src/i18n/uz.ts';
import { setStage } from './stage.ts';

const stage = setStage();
let context: BrowserContext;
let profile: string;

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'suhbatdosh-install-'));
  const executablePath = process.env.CHROMIUM_PATH;
  // A private window, which tests usually open, can never install anything.
  context = await chromium.launchPersistentContext(profile, {
    ...(executablePath === undefined ? {} : { executablePath }),
    baseURL: stage.server().origin,
    locale: 'uz-UZ',
    viewport: { width: 390, height: 844 },
    args: ['--no-sandbox', '--disable-gpu', '--bypass-app-banner-engagement-checks'],
  });
});
afterAll(async () => {
  await context.close();
  await rm(profile, { recursive: true, force: true });
});

test('Chromium finds nothing that keeps the app from being installed', async () => {
  const page = await context.newPage();
  await page.goto('/');
  // It comes behind the first paint.
  await page.locator('link[rel="manifest"]').waitFor({ state: 'attached' });
  const devtools = await context.newCDPSession(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
  const { errors, data } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { appId } = (await devtools.send('Page.getAppId')) as { appId?: string };
  expect(appId).toBe(`${stage.server().origin}/`);

  type Pictures = { src: string; sizes: string; type: string }[];
  const manifest = JSON.parse(data ?? '{}') as { icons: Pictures; screenshots: Pictures };
  const real = await page.evaluate(
    async (pictures) => {
      const sizeOf = async ({ src }: { src: string }): Promise<string> => {
        const blob = await (await fetch(src)).blob();
        const { width, height } = await createImageBitmap(blob);
        return `${width}x${height} ${blob.type}`;
      };
      return Promise.all(pictures.map(sizeOf));
    },
    [...manifest.icons, ...manifest.screenshots],
  );
  expect(real).toEqual(
    [...manifest.icons, ...manifest.screenshots].map(({ sizes, type }) => `${sizes} ${type}`),
  );
});

test('the browser’s own bar is kept away, and the profile has the button instead', async () => {
  const origin = stage.server().origin;
  const registered = await context.request.post('/trpc/auth.register', {
    headers: { origin },
    data: {
      username: 'madina.installs',
      displayName: 'Madina',
      password: 'ipak yoʻlidagi karvon',
      birthYear: 2002,
      currentBand: 6,
      targetBand: 7,
    },
  });
  expect(registered.ok()).toBe(true);
  const page = await context.newPage();
  await page.goto('/profile');
  await page.getByRole('button', { name: uz['install.row'] }).waitFor();
});
