import { describe, expect, test } from 'vitest';
import { toNotification } from './toNotification.ts';

const device = { language: 'uz-UZ', origin: 'https://gap.uz' };

const declared = {
  web_push: 8030,
  notification: {
    title: 'Darajangizda suhbatdosh bor',
    body: 'Hozir kirsangiz, darrov gaplashasiz.',
    navigate: 'https://gap.uz/?find=level',
    lang: 'uz',
    dir: 'ltr',
    tag: 'partner_waiting',
    silent: false,
  },
};

test('a declarative message is shown as it says', () => {
  expect(toNotification(JSON.stringify(declared), device)).toEqual({
    title: 'Darajangizda suhbatdosh bor',
    options: {
      body: 'Hozir kirsangiz, darrov gaplashasiz.',
      lang: 'uz',
      dir: 'auto',
      tag: 'partner_waiting',
      silent: false,
      icon: '/icons/icon-192.png',
      data: { path: '/?find=level' },
    },
  });
});

describe('a message that cannot be read', () => {
  test.each([
    ['nothing', null],
    ['an empty text', ''],
    ['no JSON', 'salom'],
    ['half of it', JSON.stringify(declared).slice(0, 40)],
    ['null', 'null'],
    ['a number', '8030'],
    ['a list', '[]'],
    ['no notification', '{"web_push":8030}'],
    ['a notification that is none', '{"notification":"x"}'],
    ['a list for one', '{"notification":[]}'],
    ['no title', '{"notification":{"body":"x"}}'],
    ['a title that is none', '{"notification":{"title":{"x":1}}}'],
    ['a blank title', '{"notification":{"title":"  "}}'],
  ])('(%s) is shown as news, in the language of the device', (_, text) => {
    const shown = toNotification(text, device);
    expect(shown.title).toBe('Suhbatdosh');
    expect(shown.options).toMatchObject({ lang: 'uz', tag: 'news', data: { path: '/' } });
    expect(toNotification(text, { ...device, language: 'ru-RU' }).options.lang).toBe('ru');
    expect(toNotification(text, { ...device, language: 'EN' }).options.lang).toBe('en');
    expect(toNotification(text, { ...device, language: 'fr' }).options.lang).toBe('uz');
  });
});

describe('a tap', () => {
  const pathOf = (navigate: unknown): string =>
    toNotification(JSON.stringify({ notification: { title: 'x', navigate } }), device).options.data.path;

  test('stays in the app', () => {
    expect(['/history', 'https://gap.uz/people?x=1'].map(pathOf)).toEqual(['/history', '/people?x=1']);
  });

  test.each([
    'https://evil.example/?find=level',
    'http://gap.uz/',
    'https://gap.uz.evil.example/',
    '//evil.example/x',
    '/\\evil.example/x',
    'javascript:alert(1)',
    'data:text/html,x',
    7,
    null,
    { toString: 1 },
    'https://gap.uz//evil.example/x',
  ])('never leads elsewhere (%s)', (navigate) => {
    expect(pathOf(navigate)).toBe('/');
  });
});

test('a long text is cut, and what is no text is left out', () => {
  const odd = { title: 'x'.repeat(500), body: 7, tag: ['x'], silent: 'yes', lang: null };
  const { title, options } = toNotification(JSON.stringify({ notification: odd }), device);
  expect(title).toHaveLength(200);
  expect(options).toMatchObject({ body: '', tag: 'news', silent: false, lang: '' });
});
