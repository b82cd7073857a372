import { describe, expect, test } from 'vitest';
import { chooseLocale } from './chooseLocale.ts';
import { createI18n } from './createI18n.ts';
import { formatBand, formatNumber } from './formatNumber.ts';
import { formatClock, formatDay, formatFromNow, formatLength } from './formatTime.ts';
import { loadMessages } from './loadMessages.ts';
import type { Messages } from './Messages.ts';
import { ru } from './ru.ts';

async function speaking(locale: 'uz' | 'ru' | 'en') {
  const i18n = createI18n(loadMessages);
  await i18n.use(locale);
  return i18n;
}

describe('words', () => {
  test('Uzbek is there at once, another language when its words have come', async () => {
    const i18n = createI18n(loadMessages);
    expect(i18n.text('home.hello', { name: 'Madina' })).toBe('Salom, Madina');
    await i18n.use('ru');
    expect(i18n.locale.value).toBe('ru');
    expect(i18n.text('home.hello', { name: 'Madina' })).toBe('Здравствуйте, Madina');
  });

  test('a language that cannot be fetched leaves the old one', async () => {
    const i18n = createI18n(async () => Promise.reject(new Error('offline')));
    await expect(i18n.use('en')).rejects.toThrow('offline');
    expect(i18n.locale.value).toBe('uz');
  });

  test('of two languages asked for in a hurry, the last one stays', async () => {
    let deliver: (messages: Messages) => void = () => undefined;
    const i18n = createI18n(() => new Promise((resolve) => (deliver = resolve)));
    const slow = i18n.use('ru');
    await i18n.use('uz');
    deliver(ru);
    await slow;
    expect(i18n.locale.value).toBe('uz');
  });

  test('a name that looks like a placeholder is left as it is', async () => {
    expect((await speaking('en')).text('home.hello', { name: '{count}' })).toBe('Hello, {count}');
  });

  test('Russian counts by its own rules', async () => {
    const { counted } = await speaking('ru');
    expect([1, 2, 5, 11, 21, 22, 25].map((count) => counted('time.in_minutes', count))).toEqual([
      'через 1\u00a0минуту',
      'через 2\u00a0минуты',
      'через 5\u00a0минут',
      'через 11\u00a0минут',
      'через 21\u00a0минуту',
      'через 22\u00a0минуты',
      'через 25\u00a0минут',
    ]);
  });

  test('English has one and others', async () => {
    const { counted } = await speaking('en');
    expect([counted('home.here', 1), counted('home.here', 1200)]).toEqual([
      '*1\u00a0person* here',
      '*1,200\u00a0people* here',
    ]);
  });
});

describe('numbers and times', () => {
  test('a comma in Uzbek and Russian, a point in English, a point in every band', () => {
    expect([
      formatNumber(1234567.5, 'uz', 1),
      formatNumber(2.44, 'ru', 1),
      formatNumber(1234.5, 'en', 1),
    ]).toEqual(['1\u00a0234\u00a0567,5', '2,4', '1,234.5']);
    expect(formatNumber(-0.04, 'uz', 1)).toBe('0,0');
    expect([formatBand(7), formatBand(5.5)]).toEqual(['7.0', '5.5']);
  });

  test('a clock counts up to hours and never below zero', () => {
    expect([-5, 0, 7_999, 767_000, 3_723_000].map(formatClock)).toEqual([
      '0:00',
      '0:00',
      '0:07',
      '12:47',
      '1:02:03',
    ]);
  });

  test('a day has its month in words, whatever the browser knows of Uzbek', () => {
    const day = new Date(2026, 10, 22, 14, 5);
    expect([formatDay(day, 'uz'), formatDay(day, 'ru'), formatDay(day, 'en')]).toEqual([
      '2026-yil 22-noyabr',
      '22 ноября 2026',
      '22 November 2026',
    ]);
  });

  test('lengths are as exact as people say them', async () => {
    const i18n = await speaking('uz');
    expect([400, 40_000, 89_100, 125_000, 5_400_000].map((ms) => formatLength(ms, i18n))).toEqual([
      '1\u00a0soniya',
      '40\u00a0soniya',
      '2\u00a0daqiqa',
      '3\u00a0daqiqa',
      '2\u00a0soat',
    ]);
    expect([formatFromNow(300_000, i18n), formatFromNow(null, i18n)]).toEqual([
      '5\u00a0daqiqadan keyin',
      'birozdan keyin',
    ]);
  });
});

test('the language is the account’s, else the one chosen here, else the first of the browser that we have', () => {
  const browser = ['de-DE', 'ru-RU', 'en'];
  expect(chooseLocale({ account: 'en', stored: 'uz', browser })).toBe('en');
  expect(chooseLocale({ account: null, stored: 'uz', browser })).toBe('uz');
  expect(chooseLocale({ account: null, stored: 'xx', browser })).toBe('ru');
  expect(chooseLocale({ account: null, stored: null, browser: ['kk', 'de'] })).toBe('uz');
});
