import { expect, it } from 'vitest';
import { toSearchText } from './toSearchText.ts';

it('finds a name however its apostrophes are typed, or left out', () => {
  const typed = [
    "O'g'iloy",
    'Oʻgʻiloy',
    'Oʼgʼiloy',
    'O‘g‘iloy',
    'O’g’iloy',
    'O`g`iloy',
    'O´g´iloy',
    'Ogiloy',
    'OGILOY',
  ];
  expect(new Set(typed.map(toSearchText))).toEqual(new Set(['ogiloy']));
});

it.each([
  ['  Anna   Maria ', 'anna maria'],
  ['Ёлка', 'елка'],
  ['Şükür', 'sukur'],
  ['ＭＡＤＩＮＡ', 'madina'],
  ["'", ''],
  ['under_score.1', 'under_score.1'],
])('makes %j to %j', (text, searched) => expect(toSearchText(text)).toBe(searched));
