import { signal } from '@preact/signals';
import { render } from 'preact';
import { App } from '../app.tsx';
import { createI18n } from '../i18n/createI18n.ts';
import { loadMessages } from '../i18n/loadMessages.ts';
import { aStatus } from './builders.ts';
import { createFakeStores } from './fakeStores.ts';
import { SCENES } from './galleryScenes.ts';

/** Milliseconds to the next round in every picture. */
const TO_ROUND_MS = 6_800;

const INSTALL_WAYS = ['prompt', 'by_hand', 'installed'] as const;

const asked = new URLSearchParams(location.search);
const scene = SCENES[asked.get('show') ?? 'home'];
const locale = asked.get('lang');
const root = document.getElementById('app');
if (scene === undefined || root === null) throw new Error(`scenes: ${Object.keys(SCENES).join(' ')}`);

const openedAtMs = Date.now();
const fake = createFakeStores(() => Date.now());
fake.status.value = aStatus({ nextRoundAt: new Date(openedAtMs + TO_ROUND_MS).toISOString() });
scene.set(fake, openedAtMs);
if (asked.get('show') === 'home_quiet' && fake.status.value !== null) {
  fake.status.value = { ...fake.status.value, nextRoundAt: new Date(openedAtMs + TO_ROUND_MS).toISOString() };
}
history.replaceState(null, '', scene.path);

const i18n = createI18n(loadMessages);
await i18n.use(locale === 'ru' || locale === 'en' ? locale : 'uz');
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
      way: signal(INSTALL_WAYS.find((way) => way === asked.get('install')) ?? 'prompt'),
      mayInvite: signal(true),
      prompt: async () => undefined,
      putOff: () => undefined,
    }}
    onAtTalk={() => undefined}
  />,
  root,
);
