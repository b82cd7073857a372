import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import type { PluralForms } from './Messages.ts';
import { ru } from './ru.ts';
import { uz } from './uz.ts';

const NAMES = /\{(\w+)\}/g;
const namesIn = (text: string): string[] => [...text.matchAll(NAMES)].map(([, name]) => name ?? '').sort();
const textsOf = (message: string | PluralForms): string[] =>
  typeof message === 'string' ? [message] : Object.values(message);

const DICTIONARIES = { uz, ru, en } as const;
const KEYS = Object.keys(uz) as (keyof typeof uz)[];

describe.each(['ru', 'en'] as const)('the dictionary %s', (locale) => {
  const other = DICTIONARIES[locale];

  test('has exactly the Uzbek keys', () => {
    expect(Object.keys(other).sort()).toEqual([...KEYS].sort());
  });

  test('fills in nothing that the Uzbek text does not give', () => {
    const wrong = KEYS.filter((key) => {
      const given = new Set(textsOf(uz[key]).flatMap(namesIn));
      return textsOf(other[key]).some((text) => namesIn(text).some((name) => !given.has(name)));
    });
    expect(wrong).toEqual([]);
  });
});

test('only sentences that avoid a name on purpose leave a value out', () => {
  const leftOut = KEYS.flatMap((key) =>
    (['ru', 'en'] as const)
      .filter((locale) => {
        const [first = ''] = textsOf(DICTIONARIES[locale][key]);
        return namesIn(textsOf(uz[key])[0] ?? '').some((name) => !namesIn(first).includes(name));
      })
      .map((locale) => `${locale} ${key}`),
  );
  // Russian has no way to put an unknown name into this sentence without a case ending.
  expect(leftOut).toEqual(['ru call.reconnecting_partner']);
});

test('every language has every plural form that its rules may ask for', () => {
  const missing = (['uz', 'ru', 'en'] as const).flatMap((locale) => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    return KEYS.filter((key) => typeof uz[key] !== 'string').flatMap((key) =>
      categories
        .filter((category) => !Object.keys(DICTIONARIES[locale][key]).includes(category))
        .map((form) => `${locale} ${key} ${form}`),
    );
  });
  expect(missing).toEqual([]);
});

test('Uzbek is written with its own letters, and nobody is shouted at', () => {
  const all = Object.values(DICTIONARIES).flatMap((words) => Object.values(words).flatMap(textsOf));
  expect(all.filter((text) => text.includes('!'))).toEqual([]);
  const uzbek = Object.values(uz).flatMap(textsOf);
  expect(uzbek.filter((text) => /['`‘’]/.test(text))).toEqual([]);
  // U+02BB stands after o and g only; everywhere else it is the tutuq belgisi U+02BC.
  expect(uzbek.filter((text) => /(?<![oOgG])\u02bb|[oOgG]\u02bc/.test(text))).toEqual([]);
});

test('no line breaks between a number and what it counts', () => {
  const all = Object.values(DICTIONARIES).flatMap((words) => Object.values(words).flatMap(textsOf));
  expect(all.filter((text) => /(\d|\{count\}|\{amount\}) \p{L}/u.test(text))).toEqual([]);
});
