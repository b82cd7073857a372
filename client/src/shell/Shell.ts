import type { Locale } from '@suhbatdosh/server/contract';

/** What index.html carries so that the first paint waits for no script: two screens, their words in every language. */
export interface Shell {
  /** In Uzbek. An element with words has `data-t="key"`, one with a label `data-l="key"`. */
  html: string;
  /** The other languages' words by key; `{name}` is the learner's. */
  words: Record<Exclude<Locale, 'uz'>, Record<string, string>>;
}
