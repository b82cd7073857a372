import { signal } from '@preact/signals';
import { render } from 'preact';
import { App } from '../app.tsx';
import type { I18n } from '../i18n/createI18n.ts';
import { createI18n } from '../i18n/createI18n.ts';
import { loadMessages } from '../i18n/loadMessages.ts';
import { aStatus } from './builders.ts';
import type { FakeStores } from './fakeStores.ts';
import { createFakeStores } from './fakeStores.ts';
import { SCENES } from './galleryScenes.ts';
import type { Scene } from './Scene.ts';

/** Milliseconds to the next round in every picture. */
const TO_ROUND_MS = 6_800;

/** What is not there after a second is not part of this window. */
const PRESS_TRIES = 50;
const PRESS_PAUSE_MS = 20;

const INSTALL_WAYS = ['prompt', 'by_hand', 'installed'] as const;

const asked = new URLSearchParams(location.search);
const found = document.getElementById('app');
if (found === null) throw new Error('gallery.html has no #app');
const root: HTMLElement = found;

window.showScene = showScene;
await showScene(asked.get('show') ?? 'home', asked.get('lang') ?? 'uz');

async function showScene(name: string, locale: string): Promise<void> {
  const scene = SCENES[name];
  if (scene === undefined) throw new Error(`scenes: ${Object.keys(SCENES).join(' ')}`);
  delete document.documentElement.dataset['shown'];
  render(null, root);
  await untilSheetsAreBack();
  const openedAtMs = Date.now();
  const fake = createFakeStores(() => Date.now());
  const nextRoundAt = new Date(openedAtMs + TO_ROUND_MS).toISOString();
  fake.status.value = aStatus({ nextRoundAt });
  scene.set(fake, openedAtMs);
  if (name === 'home_quiet' && fake.status.value !== null) {
    fake.status.value = { ...fake.status.value, nextRoundAt };
  }
  history.replaceState(null, '', scene.path);

  const i18n = createI18n(loadMessages);
  await i18n.use(locale === 'ru' || locale === 'en' ? locale : 'uz');
  draw(fake, i18n, scene.install ?? null);
  for (const selector of scene.presses ?? []) await press(selector);
  document.documentElement.dataset['shown'] = name;
}

/** Once it is there: a screen's code may still be on its way. */
async function press(selector: string): Promise<void> {
  for (let tries = 0; tries < PRESS_TRIES; tries += 1) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found !== null) {
      found.click();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, PRESS_PAUSE_MS));
  }
}

/** A sheet that is gone takes its entry of the history back, a little later. */
async function untilSheetsAreBack(): Promise<void> {
  while ((history.state as { isSheet?: boolean } | null)?.isSheet === true) {
    await new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
  }
}

function draw(fake: FakeStores, i18n: I18n, wayToInstall: Scene['install'] | null): void {
  render(
    <App
      i18n={i18n}
      stores={signal(fake.stores)}
      onStoresWanted={() => undefined}
      loadRefusal={signal(null)}
      onLoadAgain={() => undefined}
      update={signal(
        asked.has('update')
          ? {
              isReady: signal(true),
              start: async () => undefined,
              take: () => undefined,
              takeNewest: async () => undefined,
            }
          : null,
      )}
      install={{
        way: signal(wayToInstall ?? INSTALL_WAYS.find((way) => way === asked.get('install')) ?? 'prompt'),
        mayInvite: signal(true),
        prompt: async () => undefined,
        putOff: () => undefined,
      }}
      onAtTalk={() => undefined}
    />,
    root,
  );
}
