import type { Locale } from '@suhbatdosh/server/contract';
import type { I18n } from './createI18n.ts';

const UZ_MONTHS = [
  'yanvar',
  'fevral',
  'mart',
  'aprel',
  'may',
  'iyun',
  'iyul',
  'avgust',
  'sentyabr',
  'oktyabr',
  'noyabr',
  'dekabr',
];

/** A clock that runs: 0:07, 12:47, 1:02:03. Never below zero. */
export function formatClock(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** A day in the device's time zone. Chromium has no Uzbek months (it writes "2026 M11 22"). */
export function formatDay(at: Date, locale: Locale): string {
  if (locale === 'uz') return `${at.getFullYear()}-yil ${at.getDate()}-${UZ_MONTHS[at.getMonth()] ?? ''}`;
  return new Intl.DateTimeFormat(locale === 'ru' ? 'ru' : 'en-GB', { dateStyle: 'long' })
    .format(at)
    .replace(/ г\.$/, '');
}

/** A length in words, as exact as people say it: 40 seconds, 3 minutes, 2 hours. Rounded up. */
export function formatLength(durationMs: number, i18n: I18n): string {
  const { unit, count } = rounded(durationMs);
  return i18n.counted(`time.${unit}`, count);
}

/** The same from now on: in 5 minutes. null: nobody knows when. */
export function formatFromNow(durationMs: number | null, i18n: I18n): string {
  if (durationMs === null) return i18n.text('time.later');
  const { unit, count } = rounded(durationMs);
  return i18n.counted(`time.in_${unit}`, count);
}

function rounded(durationMs: number): { unit: 'seconds' | 'minutes' | 'hours'; count: number } {
  const seconds = Math.max(1, Math.ceil(durationMs / 1000));
  if (seconds < 90) return { unit: 'seconds', count: seconds };
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return { unit: 'minutes', count: minutes };
  return { unit: 'hours', count: Math.ceil(minutes / 60) };
}
