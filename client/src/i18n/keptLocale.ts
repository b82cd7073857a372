import type { Locale } from '@suhbatdosh/server/contract';

/** src/shell/boot.js reads it too. */
const KEY = 'suhbatdosh.locale';

/** The language of this device, for the next visit; storage may be closed in a private window. */
export const keptLocale = {
  read(): string | null {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  },
  write(locale: Locale): void {
    try {
      localStorage.setItem(KEY, locale);
    } catch {
      // For this visit only.
    }
  },
};
