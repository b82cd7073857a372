import { expect, test } from 'vitest';
import { createI18n } from './createI18n.ts';
import { capitalised, formatDayName, formatWeekday } from './formatDayName.ts';
import { formatTalk } from './formatTime.ts';
import { loadMessages } from './loadMessages.ts';

const NOW = new Date(2026, 10, 22, 0, 30);
const DAYS = [
  new Date(2026, 10, 22),
  new Date(2026, 10, 21, 23),
  new Date(2026, 10, 17),
  new Date(2026, 10, 15),
  new Date(2025, 10, 15),
];

test.each([
  ['uz', ['bugun', 'kecha', 'seshanba', '15-noyabr', '2025-yil 15-noyabr'], 'Ya'],
  ['ru', ['сегодня', 'вчера', 'вторник', '15 ноября', '15 ноября 2025'], 'Вс'],
  ['en', ['today', 'yesterday', 'Tuesday', '15 November', '15 November 2025'], 'Sun'],
] as const)('a day of the past in %s is called as people call it', async (locale, names, short) => {
  const i18n = createI18n(loadMessages);
  await i18n.use(locale);
  expect(DAYS.map((day) => formatDayName(day, NOW, i18n))).toEqual(names);
  expect(formatWeekday(NOW, i18n)).toBe(short);
});

test('a name of a day begins a heading with a capital', () => {
  expect(['bugun', 'вчера', '15-noyabr'].map(capitalised)).toEqual(['Bugun', 'Вчера', '15-noyabr']);
});

test('how long somebody talked is as exact as people say it', () => {
  const i18n = createI18n(loadMessages);
  const said = [0, 20_000, 40_000, 720_000, 3_600_000, 6_120_000].map((ms) => formatTalk(ms, i18n));
  expect(said).toEqual([
    '1\u00a0soniya',
    '20\u00a0soniya',
    '1\u00a0daqiqa',
    '12\u00a0daqiqa',
    '1\u00a0soat',
    '1\u00a0soat 42\u00a0daqiqa',
  ]);
});
