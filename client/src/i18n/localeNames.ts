import type { Locale } from '@suhbatdosh/server/contract';

/** Each language by its own name, never translated. */
export const LOCALE_NAMES: readonly { locale: Locale; short: string; name: string }[] = [
  { locale: 'uz', short: 'Oʻz', name: 'Oʻzbekcha' },
  { locale: 'ru', short: 'Рус', name: 'Русский' },
  { locale: 'en', short: 'Eng', name: 'English' },
];
