import type { I18n } from './createI18n.ts';
import { formatDay } from './formatTime.ts';

const UZ_WEEKDAYS = ['yakshanba', 'dushanba', 'seshanba', 'chorshanba', 'payshanba', 'juma', 'shanba'];
const UZ_SHORT = ['Ya', 'Du', 'Se', 'Ch', 'Pa', 'Ju', 'Sh'];
const DAYS_BY_WEEKDAY = 6;

/** A day of the past as people call it: today, yesterday, Friday, 17 November. In the device's time zone. */
export function formatDayName(at: Date, now: Date, i18n: I18n): string {
  const daysAgo = Math.round((midnightOf(now) - midnightOf(at)) / 86_400_000);
  if (daysAgo <= 0) return i18n.text('day.today');
  if (daysAgo === 1) return i18n.text('day.yesterday');
  const locale = i18n.locale.value;
  if (daysAgo > DAYS_BY_WEEKDAY)
    return formatDay(at, locale, { withYear: at.getFullYear() !== now.getFullYear() });
  return locale === 'uz' ? (UZ_WEEKDAYS[at.getDay()] ?? '') : weekday(at, locale, 'long');
}

/** Du, Пн, Mon. */
export function formatWeekday(at: Date, i18n: I18n): string {
  const locale = i18n.locale.value;
  return locale === 'uz' ? (UZ_SHORT[at.getDay()] ?? '') : capitalised(weekday(at, locale, 'short'));
}

export function capitalised(words: string): string {
  return words.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

function weekday(at: Date, locale: 'ru' | 'en', length: 'long' | 'short'): string {
  return new Intl.DateTimeFormat(locale === 'ru' ? 'ru' : 'en-GB', { weekday: length }).format(at);
}

function midnightOf(at: Date): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
