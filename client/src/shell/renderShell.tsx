import type { Locale } from '@suhbatdosh/server/contract';
import { signal } from '@preact/signals';
import { LocationProvider } from 'preact-iso/router';
import { renderToString } from 'preact-render-to-string';
import { WelcomeScreen } from '../account/WelcomeScreen.tsx';
import { createI18n } from '../i18n/createI18n.ts';
import type { I18n } from '../i18n/createI18n.ts';
import { I18nContext } from '../i18n/I18nContext.ts';
import { loadMessages } from '../i18n/loadMessages.ts';
import type { CountKey, Fill, PlainKey, TextKey } from '../i18n/Messages.ts';
import { HomeScreen } from '../queue/HomeScreen.tsx';
import { StoresContext } from '../StoresContext.ts';
import { createFakeStores } from '../testing/fakeStores.ts';
import { Navigation } from '../ui/Navigation.tsx';
import type { Shell } from './Shell.ts';

/** Signs that stand in no text of ours: they mark a key in what was drawn. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'];
/** What the learner is called where the name is not known yet; say.js puts the real one. */
const NAME = '{name}';

/** Where both stand; the real router would want a browser. */
const stay = (): void => undefined;
const AT_HOME = { url: '/', path: '/', query: {}, route: stay, back: stay, forward: stay };

/** Draws the welcome and home with keys for words, then puts the words in. Runs while building, never in a browser. */
export async function renderShell(): Promise<Shell> {
  const speaks = { uz: await speak('uz'), ru: await speak('ru'), en: await speak('en') };
  const used = new Map<string, (i18n: I18n) => string>();
  const mark = (key: string, say: (i18n: I18n) => string): string => {
    used.set(key, say);
    return OPEN + key + CLOSE;
  };
  const marking: I18n = {
    locale: signal<Locale>('uz'),
    use: async () => undefined,
    text: <K extends TextKey>(...given: [key: K, ...Fill<K>]) =>
      mark(given[0], (i18n) => textWithName(i18n, given[0])),
    counted: (key: CountKey, count) => mark(key, (i18n) => i18n.counted(key, count)),
  };
  const drawn = draw(marking);
  const sayAll = (i18n: I18n): Record<string, string> =>
    Object.fromEntries([...used].map(([key, say]) => [key, say(i18n)]));
  return {
    html: putWords(drawn, sayAll(speaks.uz)),
    words: { ru: sayAll(speaks.ru), en: sayAll(speaks.en) },
  };
}

/** Every text of the shell takes nothing or the learner's name. */
function textWithName(i18n: I18n, key: TextKey): string {
  return key === 'home.hello' ? i18n.text(key, { name: NAME }) : i18n.text(key as PlainKey);
}

async function speak(locale: Locale): Promise<I18n> {
  const i18n = createI18n(loadMessages);
  await i18n.use(locale);
  return i18n;
}

function draw(i18n: I18n): string {
  const { stores, me, status } = createFakeStores();
  if (me.value) me.value = { ...me.value, displayName: NAME };
  status.value = null;
  // One drawing, so that no id stands in it twice.
  return renderToString(
    <I18nContext.Provider value={i18n}>
      <StoresContext.Provider value={stores}>
        <LocationProvider.ctx.Provider value={AT_HOME}>
          <WelcomeScreen />
          <HomeScreen />
          <Navigation current="home" />
        </LocationProvider.ctx.Provider>
      </StoresContext.Provider>
    </I18nContext.Provider>,
  )
    .replace('<main class="welcome', '<main data-shell="welcome" class="welcome')
    .replace('<main class="home', '<main data-shell="home" class="home')
    .replace('<nav class="nav', '<nav data-shell="home" class="nav');
}

function putWords(drawn: string, words: Record<string, string>): string {
  const wordsOf = (key: string): string => escape(words[key] ?? '');
  return (
    drawn
      .replaceAll(new RegExp(` aria-label="${OPEN}(.+?)${CLOSE}"`, 'g'), (_, key: string) => {
        return ` aria-label="${wordsOf(key)}" data-l="${key}"`;
      })
      .replaceAll(
        new RegExp(`(<[a-z][^<>]*)(?<!/)>${OPEN}([^${CLOSE}]+)${CLOSE}<`, 'g'),
        (_, tag: string, key: string) => `${tag} data-t="${key}">${wordsOf(key)}<`,
      )
      // Words beside an element, such as an icon.
      .replaceAll(new RegExp(`${OPEN}([^${CLOSE}]+)${CLOSE}`, 'g'), (_, key: string) => {
        return `<span data-t="${key}">${wordsOf(key)}</span>`;
      })
  );
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
