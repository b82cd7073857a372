import { expect, test } from 'vitest';
import { CHECKS } from './ConnectionCheck.ts';
import type { CheckResult, CheckResults } from './ConnectionCheck.ts';
import { enCheckWords } from './enCheckWords.ts';
import { rowWords } from './rowWords.ts';
import { ruCheckWords } from './ruCheckWords.ts';
import { uzCheckWords } from './uzCheckWords.ts';

const OK: CheckResult = { step: 'ok', ms: 84 };
const CLOSED: CheckResult = { step: 'failed', why: 'closed' };
const all = (result: CheckResult, change: Partial<CheckResults> = {}): CheckResults => ({
  ...(Object.fromEntries(CHECKS.map((name) => [name, result])) as unknown as CheckResults),
  ...change,
});
const say = (name: (typeof CHECKS)[number], results: CheckResults) =>
  rowWords({ results, words: enCheckWords, when: () => 'in 20 minutes' })[name];

test('a closed way matters only as much as no other is open', () => {
  const { advice } = enCheckWords;
  expect(say('direct', all(OK, { direct: CLOSED })).text).toBe(advice.relayed);
  expect(say('direct', all(CLOSED)).text).toBe(advice.alone);
  expect(say('relay_udp', all(CLOSED, { relay_tls: OK })).text).toBe(advice.otherWay);
  expect(say('relay_udp', all(CLOSED, { direct: OK })).text).toBe(advice.otherWay);
  expect(say('relay_udp', all(CLOSED)).text).toBe(advice.otherNetwork);
});

test('milliseconds come with a word, and with none where nothing was measured', () => {
  const timed = (ms: number | null) => say('server', all(OK, { server: { step: 'ok', ms } })).text;
  expect(timed(84.4)).toBe('84\u00a0ms, that is good');
  expect(timed(399)).toContain('will do');
  expect(timed(400)).toContain('slow');
  expect(timed(null)).toBe(null);
});

test('somebody who checks too often is told when again, and nobody is blamed for the server', () => {
  const often: CheckResult = { step: 'failed', why: 'too_many', retryAfterMs: 1 };
  expect(say('direct', all(often)).text).toBe(
    'You can check six times an hour. The next time is in 20 minutes.',
  );
  expect(say('direct', all({ ...often, retryAfterMs: null })).text).toBe(enCheckWords.tooManyNow);
  const unreachable = all({ step: 'failed', why: 'unreachable' });
  expect(say('direct', unreachable).text).toBe(enCheckWords.noServer);
  expect(say('relay_tcp', unreachable)).toEqual({ title: enCheckWords.relay_tcp.untried, text: null });
});

const textsIn = (words: object): string[] =>
  Object.values(words).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? textsIn(value) : [],
  );

test('the words keep the rules of the dictionaries', () => {
  const texts = [uzCheckWords, ruCheckWords, enCheckWords].flatMap(textsIn);
  expect(texts.filter((text) => text.includes('!') || /(\d|\{ms\}) \p{L}/u.test(text))).toEqual([]);
  const uzbek = textsIn(uzCheckWords);
  expect(uzbek.filter((text) => /['`‘’]|(?<![oOgG])\u02bb|[oOgG]\u02bc/.test(text))).toEqual([]);
});
