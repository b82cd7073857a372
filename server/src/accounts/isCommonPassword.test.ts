import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isCommonPassword } from './isCommonPassword.ts';

describe('a common password', () => {
  it('is one of a list of more than ten thousand', () => {
    const lines = readFileSync(new URL('./commonPasswords.txt', import.meta.url), 'utf8').split('\n');
    const listed = lines.filter((line) => line !== '' && !line.startsWith('#!'));
    expect(listed.length).toBeGreaterThan(10_000);
    expect(listed.filter((password) => !isCommonPassword(password, []))).toEqual([]);
  });

  it.each([
    ['the first that anybody tries', ['password', '12345678', 'qwerty123', 'iloveyou', 'football']],
    ['one in other letters', ['PASSWORD', 'P@ssw0rd', 'p4ssw0rd!', 'Pa55word1']],
    ['a word with a year or a sign', ['monkey2024', 'Dragon1!', '1998superman', 'dilnoza2005', 'Toshkent01']],
    [
      'a local word, however the apostrophe is typed',
      ["O'zbekiston", 'Oʻzbekiston1', 'oʼzbekiston', 'Assalom2026'],
    ],
    ['a Russian one, in either layout', ['Пароль123', 'йцукенгш', 'ghbdtn123', 'любовь2010']],
    [
      'a walk on the keyboard',
      ['asdfghjk', 'poiuytrewq', '1qaz2wsx', 'qwertyuiop[]', 'фывапролд', 'abcdefgh1234'],
    ],
    ['a word twice', ['salomsalom', 'abcabcabc', '12341234']],
    ['the same key', ['aaaaaaaa', 'zzzzzzzzzzzz', 'abababab']],
    ['a date or a telephone number', ['19990412', '12.04.1999', '998901234567', '90-123-45-67']],
    [
      'the name of this site or of the test',
      ['suhbatdosh', 'Suhbatdosh1', 'ielts2026', 'IELTS7.5!', 'myielts8'],
    ],
  ])('is %s', (_, passwords) => {
    expect(passwords.filter((password) => !isCommonPassword(password, []))).toEqual([]);
  });

  it('is one made of the person’s own words', () => {
    const context = ['kamron_77', 'k.yusupov', 'Kamron'];
    for (const password of ['kamron_77', 'Kamron_77!', 'k.yusupov1', 'Kamron99']) {
      expect(isCommonPassword(password, context), password).toBe(true);
    }
  });

  it.each([
    'correct horse battery staple',
    'seven-blue-melons',
    'Tr4veling salt 91',
    'kQ8vz2mLp0',
    'toshkentdan londongacha',
    'menga choy kerak',
    'kamron likes 3 rivers',
    'ielts isn’t everything',
    '🍉🍇🍈🍋 sogʻlom',
    '4831 9920 1177 5',
  ])('is not %j', (password) => {
    expect(isCommonPassword(password, ['kamron', 'kamron.y', 'Kamron'])).toBe(false);
  });
});
