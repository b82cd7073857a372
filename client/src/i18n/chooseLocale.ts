import type { Locale } from '@suhbatdosh/server/contract';

const LOCALES: readonly Locale[] = ['uz', 'ru', 'en'];

/**
 * The first language that somebody chose, else the first that the browser asks for and we have, else Uzbek.
 * src/shell/boot.js guesses the same before the first paint.
 */
export function chooseLocale(known: {
  account: Locale | null;
  stored: string | null;
  browser: readonly string[];
}): Locale {
  if (known.account !== null) return known.account;
  const candidates = [...(known.stored === null ? [] : [known.stored]), ...known.browser];
  for (const tag of candidates) {
    const language = tag.toLowerCase().split('-')[0];
    const locale = LOCALES.find((one) => one === language);
    if (locale !== undefined) return locale;
  }
  return 'uz';
}
