import { readFileSync } from 'node:fs';
import { LOCAL_WORDS } from './localWords.ts';

/** NFKC, lower case, without accents, apostrophes and spaces: `O‘zbekiston` is `ozbekiston`. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Lm}\s'`‘’]/gu, '')
    .normalize('NFKC')
    .toLowerCase();
}

/** Lines of the bundled list's header, with its source and licence. */
const HEADER = '#!';

const LISTED: ReadonlySet<string> = new Set(
  readFileSync(new URL('./commonPasswords.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(HEADER))
    .concat(LOCAL_WORDS)
    .map(fold),
);

/** Rows of the two keyboard layouts in use here, and what else people walk along. */
const WALKS = [
  '1234567890',
  'qwertyuiop[]',
  "asdfghjkl;'",
  'zxcvbnm,./',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю.',
]
  .concat('abcdefghijklmnopqrstuvwxyz', 'абвгдежзийклмнопрстуфхцчшщъыьэюя')
  .map((row) => fold(row).repeat(2))
  .flatMap((row) => [row, [...row].toReversed().join('')]);

/** Digits and signs that stand for letters. */
const STAND_INS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** This many characters beside a common word (a year, a sign) do not make it a password. */
const DECORATION_MAX = 4;
/** What a password must have beside a word that anybody would try for this person. */
const BESIDE_CONTEXT_MIN = 5;
const CONTEXT_MIN = 3;
/** A date, a telephone number with its country code. */
const DIGITS_MAX = 12;
const DISTINCT_MIN = 4;

const withLetters = (text: string): string =>
  text.replace(/[0134579@$!]/g, (sign) => STAND_INS[sign] ?? sign);

/** The word inside its decoration; empty when there is more of that than of a word. */
function undecorated(text: string): string {
  const word = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return text.length - word.length <= DECORATION_MAX ? word : '';
}

/** `abab`, `passpass`: the shortest piece that makes the whole by being repeated. */
const unrepeated = (text: string): string => /^(.+?)\1+$/u.exec(text)?.[1] ?? text;

function isListed(text: string): boolean {
  const forms = [text, undecorated(text), unrepeated(text), undecorated(unrepeated(text))];
  return forms.some(
    (form) => form.length >= CONTEXT_MIN && (LISTED.has(form) || LISTED.has(withLetters(form))),
  );
}

/** Runs of the keyboard and the alphabet, each of three or more, and nothing else: `qwerty123`, `abcd4321`. */
function isWalk(text: string): boolean {
  let rest = text;
  while (rest.length >= 3) {
    let step = rest.length;
    while (step >= 3 && !WALKS.some((walk) => walk.includes(rest.slice(0, step)))) step -= 1;
    if (step < 3) return false;
    rest = rest.slice(step);
  }
  return rest.length <= 1;
}

function isMostly(text: string, context: string): boolean {
  const word = fold(context);
  return (
    word.length >= CONTEXT_MIN && text.includes(word) && text.replaceAll(word, '').length < BESIDE_CONTEXT_MIN
  );
}

/**
 * Whether a password is among the first that somebody else would try. Works offline: the bundled list, its words with a
 * year or a sign, keyboard walks, digits only, and the words of this person.
 * @param context username, local part of the e-mail address, display name
 */
export function isCommonPassword(password: string, context: readonly string[]): boolean {
  const text = fold(password);
  return (
    new Set(text).size < DISTINCT_MIN ||
    (/^[\p{N}\p{P}]+$/u.test(text) && text.length <= DIGITS_MAX) ||
    isListed(text) ||
    isWalk(text) ||
    ['suhbatdosh', 'ielts', ...context].some((word) => isMostly(text, word))
  );
}
