import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Locale } from '@suhbatdosh/server/contract';
import { formatNumber } from './formatNumber.ts';
import type { CountKey, Fill, Messages, PluralForms, TextKey } from './Messages.ts';
import { uz } from './uz.ts';

/** Words and numbers in the chosen language. Whatever reads them in a component is drawn again when it changes. */
export interface I18n {
  readonly locale: ReadonlySignal<Locale>;
  /** Resolves when the words are here; rejects, and keeps the old language, when they cannot be loaded. */
  use(locale: Locale): Promise<void>;
  text<K extends TextKey>(key: K, ...fill: Fill<K>): string;
  /** The form for this count, with the number in it. */
  counted(key: CountKey, count: number): string;
}

/** @param load fetches a dictionary other than the bundled Uzbek one */
export function createI18n(load: (locale: 'ru' | 'en') => Promise<Messages>): I18n {
  const current = signal<{ locale: Locale; messages: Messages; plural: Intl.PluralRules }>({
    locale: 'uz',
    messages: uz,
    plural: new Intl.PluralRules('uz'),
  });
  const locale = signal<Locale>('uz');
  let newestAsked: Locale = 'uz';

  return {
    locale,
    async use(asked) {
      newestAsked = asked;
      const messages = asked === 'uz' ? uz : await load(asked);
      // Somebody may have chosen another language while this one was on its way.
      if (newestAsked !== asked) return;
      current.value = { locale: asked, messages, plural: new Intl.PluralRules(asked) };
      locale.value = asked;
    },
    text(key, ...fill) {
      const known: TextKey = key;
      const text = current.value.messages[known];
      const [values] = fill as [Record<string, string>?];
      return values === undefined ? text : filled(text, values);
    },
    counted(key, count) {
      const { locale: now, messages, plural } = current.value;
      const forms: PluralForms = messages[key];
      const form = plural.select(count) as keyof PluralForms;
      return filled(forms[form] ?? forms.other, { count: formatNumber(count, now) });
    },
  };
}

function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
