import { expect, test } from 'vitest';
import { isTooDeep, MAX_JSON_DEPTH, parseBoundedJson } from './boundedJson.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

test('nesting is allowed up to the limit and not one deeper', () => {
  expect(parseBoundedJson(nested(MAX_JSON_DEPTH))).toBeInstanceOf(Array);
  expect(() => parseBoundedJson(nested(MAX_JSON_DEPTH + 1))).toThrow(SyntaxError);
  expect(() => parseBoundedJson('{"a":'.repeat(20) + '1' + '}'.repeat(20))).toThrow(SyntaxError);
});

test('many values side by side are not deep', () => {
  expect(parseBoundedJson(`[${Array(1000).fill('{}').join(',')}]`)).toHaveLength(1000);
});

test.each([
  ['brackets', JSON.stringify('['.repeat(100))],
  ['an escaped quote before brackets', JSON.stringify(`"${'['.repeat(100)}`)],
  ['a backslash at its end', `["\\\\", ${JSON.stringify('{'.repeat(100))}]`],
])('a string with %s is no nesting', (_what, text) => {
  expect(isTooDeep(text)).toBe(false);
  expect(parseBoundedJson(text)).toEqual(JSON.parse(text));
});

test('brackets after a closed string count again', () => {
  expect(isTooDeep(`["\\\\",${nested(MAX_JSON_DEPTH)}]`)).toBe(true);
});

test('a string that never closes is refused by the parser', () => {
  expect(() => parseBoundedJson('["abc')).toThrow(SyntaxError);
});
