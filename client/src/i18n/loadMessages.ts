import type { Messages } from './Messages.ts';

/** Each a chunk of its own: nobody downloads a language that they do not read. */
export async function loadMessages(locale: 'ru' | 'en'): Promise<Messages> {
  return locale === 'ru' ? (await import('./ru.ts')).ru : (await import('./en.ts')).en;
}
