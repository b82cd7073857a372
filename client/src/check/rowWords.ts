import { CHECKS, RELAYS } from './ConnectionCheck.ts';
import type { CheckFailure, CheckName, CheckResult, CheckResults } from './ConnectionCheck.ts';
import type { CheckWords } from './CheckWords.ts';

const QUICK_MS = 150;
const FAIR_MS = 400;

export interface RowWords {
  title: string;
  /** Null: the title says it all, or the line above did. */
  text: string | null;
}

interface RowOptions {
  results: CheckResults;
  words: CheckWords;
  /** "in 20 minutes", as the language says it. */
  when: (afterMs: number) => string;
}

/** What the lines say, in their order. Advice that the line above has given is not given again. */
export function rowWords(options: RowOptions): Readonly<Record<CheckName, RowWords>> {
  let above: string | null = null;
  const rows = CHECKS.map((name) => {
    const { title, text } = oneRow(name, options);
    const row: RowWords = { title, text: text === above ? null : text };
    above = text;
    return [name, row] as const;
  });
  return Object.fromEntries(rows) as Record<CheckName, RowWords>;
}

function oneRow(name: CheckName, { results, words, when }: RowOptions): RowWords {
  const result = results[name];
  if (name === 'microphone') return microphoneWords(result, words);
  if (name === 'server') return serverWords(result, words);
  const way = words[name];
  switch (result.step) {
    case 'checking':
      return { title: way.checking, text: words.moment };
    case 'ok':
      return { title: way.ok, text: msWords(result.ms, words) };
    case 'unavailable':
      return { title: way.unavailable, text: words.advice.unavailable };
    case 'failed':
      if (result.why === 'too_many')
        return { title: way.untried, text: tooManyWords(result, { words, when }) };
      if (result.why === 'unreachable') return { title: way.untried, text: words.noServer };
      return { title: way.closed, text: adviceFor(name, results, words) };
  }
}

function tooManyWords(
  { retryAfterMs }: Extract<CheckFailure, { why: 'too_many' }>,
  { words, when }: Pick<RowOptions, 'words' | 'when'>,
): string {
  return retryAfterMs === null ? words.tooManyNow : words.tooMany.replace('{when}', when(retryAfterMs));
}

/** It knows of the other lines: a closed way matters only if no other is open. */
function adviceFor(name: CheckName, results: CheckResults, { advice }: CheckWords): string {
  const isRelayed = RELAYS.some((relay) => results[relay].step === 'ok');
  if (name === 'direct') return isRelayed ? advice.relayed : advice.alone;
  return isRelayed || results.direct.step === 'ok' ? advice.otherWay : advice.otherNetwork;
}

function microphoneWords(result: CheckResult, { microphone }: CheckWords): RowWords {
  if (result.step === 'ok') return { title: microphone.ok, text: null };
  if (result.step !== 'failed') return microphone.checking;
  switch (result.why) {
    case 'refused':
    case 'missing':
    case 'busy':
    case 'silent':
      return microphone.failed[result.why];
    case 'unreachable':
    case 'closed':
    case 'too_many':
      return microphone.failed.busy;
  }
}

function serverWords(result: CheckResult, words: CheckWords): RowWords {
  if (result.step === 'ok') return { title: words.server.ok, text: msWords(result.ms, words) };
  return result.step === 'failed'
    ? words.server.failed
    : { title: words.server.checking, text: words.moment };
}

function msWords(ms: number | null, { ms: says }: CheckWords): string | null {
  if (ms === null) return null;
  const text = ms < QUICK_MS ? says.quick : ms < FAIR_MS ? says.fair : says.slow;
  return text.replace('{ms}', String(Math.round(ms)));
}
