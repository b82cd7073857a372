import { computed, effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Locale } from '@suhbatdosh/server/contract';
import { render } from 'preact';
import { isLoggedIn } from './api/isLoggedIn.ts';
import type { Refusal } from './api/Refusal.ts';
import { createWebKeyValueStore } from './api/webKeyValueStore.ts';
import { App, preloadTalk } from './app.tsx';
import { chooseLocale } from './i18n/chooseLocale.ts';
import { createI18n } from './i18n/createI18n.ts';
import { keptLocale } from './i18n/keptLocale.ts';
import { loadMessages } from './i18n/loadMessages.ts';
import type { AppUpdate } from './pwa/createAppUpdate.ts';
import { createInstall } from './pwa/createInstall.ts';
import { reloadForMissingChunk } from './pwa/reloadForMissingChunk.ts';
import type { Stores } from './Stores.ts';
import { FirstTurnContext } from './ui/NextTurn.tsx';
import { platformOf } from './ui/platformOf.ts';
import { nextTask, whenIdle } from './whenIdle.ts';

/*
 * Boot order: index.html paints the welcome or home by itself; the words come, then the screen takes the shell's
 * place. The stores and the screens of the talk come at once for a learner and for every address but the welcome,
 * for a stranger when they go on; the service worker when all that is on the screen and the connection is there.
 */
const i18n = createI18n(loadMessages);
const install = createInstall({
  page: window,
  isStandalone:
    matchMedia('(display-mode: standalone)').matches ||
    (navigator as Navigator & { standalone?: boolean }).standalone === true,
  platform: platformOf(navigator.userAgent, navigator.maxTouchPoints),
  device: createWebKeyValueStore(() => localStorage),
  nowMs: () => Date.now(),
});
const stores = signal<Stores | null>(null);
const loadRefusal = signal<Refusal | null>(null);
const update = signal<AppUpdate | null>(null);
const isAtTalk = signal(false);
/**
 * From the search to what comes after the talk: a reload would cut it, or lose the question how it was. And until the
 * address is home's again: the step back in the history that takes it there would cancel the reload.
 */
const isBusy = computed(() => {
  if (stores.value === null) return false;
  if (isAtTalk.value) return true;
  const { queue, call } = stores.value;
  return queue.state.value.phase !== 'idle' || call.state.value.phase !== 'none';
});
/** A learner waits for the numbers and for whoever writes; ends when the connection is there, or is not to be had now. */
const isOpening = computed(() => {
  const now = stores.value;
  return Boolean(now?.account.me.value) && /^(closed|connecting)$/.test(now?.connection.state.value ?? '');
});
let storesComing: Promise<void> | null = null;

reloadForMissingChunk(() => isBusy.peek());
void boot();

async function boot(): Promise<void> {
  const isStranger = location.pathname === '/' && document.documentElement.dataset['known'] === undefined;
  const coming = isStranger ? null : Promise.all([fetchStores(), preloadTalk()]);
  await speak(chooseLocale({ account: null, stored: keptLocale.read(), browser: navigator.languages }));
  await coming;
  followAccountLocale();
  await nextTask();
  await show();
  await nextTask();
  effect(() => keptLocale.write(i18n.locale.value));
  // The worker fetches the whole app, with which a slow line would be busy.
  afterFirstPaint(() => onceNot(isOpening, () => void startUpdates()));
  if (isStranger) whenIdle(() => void askWhetherKnown());
}

/** The storage may be gone while the login is not. */
async function askWhetherKnown(): Promise<void> {
  if (await isLoggedIn(fetch)) await fetchStores();
}

/** Drawn beside the page, a part in a task, and put in the shell's place when it is whole. */
async function show(): Promise<void> {
  const shell = document.getElementById('app');
  if (shell === null) throw new Error('index.html has no #app');
  const root = shell.cloneNode(false) as Element;
  const isFirstTurn = signal(true);
  render(
    <FirstTurnContext.Provider value={isFirstTurn}>
      <App
        i18n={i18n}
        stores={stores}
        onStoresWanted={() => void fetchStores()}
        loadRefusal={loadRefusal}
        onLoadAgain={() => void load()}
        update={update}
        install={install}
        onAtTalk={(isThere) => (isAtTalk.value = isThere)}
      />
    </FirstTurnContext.Provider>,
    root,
  );
  await nextTask();
  isFirstTurn.value = false;
  await nextTask();
  shell.replaceWith(root);
  delete document.documentElement.dataset['boot'];
}

/** Once; a failed download is tried again the next time that they are wanted. */
function fetchStores(): Promise<void> {
  storesComing ??= import('./createStores.ts').then(
    async ({ createStores }) => {
      await nextTask();
      stores.value = createStores();
      await nextTask();
      void load();
    },
    () => {
      storesComing = null;
    },
  );
  return storesComing;
}

async function load(): Promise<void> {
  loadRefusal.value = null;
  loadRefusal.value = (await stores.peek()?.account.load()) ?? null;
}

/** Whoever logs in gets the language of the account; choosing one in the profile changes both. */
function followAccountLocale(): void {
  const accountLocale = computed(() => stores.value?.account.me.value?.locale ?? null);
  effect(() => {
    const wanted = accountLocale.value;
    if (wanted !== null && wanted !== i18n.locale.peek()) void speak(wanted);
  });
}

async function speak(locale: Locale): Promise<void> {
  try {
    await i18n.use(locale);
  } catch {
    // Its words cannot be fetched now: the language that is there stays.
  }
}

async function startUpdates(): Promise<void> {
  if (!import.meta.env.PROD) return;
  try {
    const { startAppUpdate } = await import('./pwa/startAppUpdate.ts');
    update.value = await startAppUpdate(isBusy);
  } catch {
    // Some private windows refuse workers, and the network may be away: the app works without.
  }
}

function onceNot(state: ReadonlySignal<boolean>, then: () => void): void {
  let isDone = false;
  const stop = effect(() => {
    if (isDone || state.value) return;
    isDone = true;
    whenIdle(() => {
      stop();
      then();
    });
  });
}

function afterFirstPaint(then: () => void): void {
  if (document.readyState === 'complete') whenIdle(then);
  else addEventListener('load', () => whenIdle(then), { once: true });
}
