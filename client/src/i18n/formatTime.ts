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
export function formatDay(at: Date, locale: Locale, { withYear = true } = {}): string {
  if (locale === 'uz') {
    const day = `${at.getDate()}-${UZ_MONTHS[at.getMonth()] ?? ''}`;
    return withYear ? `${at.getFullYear()}-yil ${day}` : day;
  }
  const parts: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' };
  if (withYear) parts.year = 'numeric';
  return new Intl.DateTimeFormat(locale === 'ru' ? 'ru' : 'en-GB', parts).format(at).replace(/ г\.$/, '');
}

/** A length in words, as exact as people say it: 40 seconds, 3 minutes, 2 hours. Rounded up. */
export function formatLength(durationMs: number, i18n: I18n): string {
  const { unit, count } = rounded(durationMs);
  return i18n.counted(`time.${unit}`, count);
}

/** How long somebody talked: 40 seconds, 12 minutes, 1 hour 42 minutes. */
export function formatTalk(durationMs: number, i18n: I18n): string {
  const minutes = Math.round(durationMs / 60_000);
  if (minutes === 0) return i18n.counted('time.seconds', Math.max(1, Math.round(durationMs / 1000)));
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [
    ...(hours === 0 ? [] : [i18n.counted('time.hours', hours)]),
    ...(rest === 0 ? [] : [i18n.counted('time.minutes', rest)]),
  ].join(' ');
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
