/** What the doctor says of one thing. */
export interface Finding {
  /** What was looked at, in one word. */
  about: string;
  level: 'ok' | 'warn' | 'fail';
  words: string;
  /** What to do about it; null: nothing. */
  todo: string | null;
}

export const ok = (about: string, words: string): Finding => ({ about, level: 'ok', words, todo: null });

export const warn = (about: string, words: string, todo: string): Finding => ({
  about,
  level: 'warn',
  words,
  todo,
});

export const fail = (about: string, words: string, todo: string): Finding => ({
  about,
  level: 'fail',
  words,
  todo,
});
