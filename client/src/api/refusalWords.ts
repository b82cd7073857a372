import { formatFromNow } from '../i18n/formatTime.ts';
import type { I18n } from '../i18n/createI18n.ts';
import type { PlainKey } from '../i18n/Messages.ts';
import type { Refusal } from './Refusal.ts';

/** Why something did not work, in the learner's language; total by type: a new code of the server does not compile without words. */
export function refusalWords(refusal: Refusal, i18n: I18n): string {
  if (refusal.code === 'TOO_MANY_REQUESTS' || refusal.code === 'BUSY') {
    const when = formatFromNow(refusal.retryAfterMs, i18n);
    return startingLarge(i18n.text(`refusal.${refusal.code}`, { when }));
  }
  const key: PlainKey = `refusal.${refusal.code}`;
  return i18n.text(key);
}

/** In Uzbek the time comes first in its sentence: "5 daqiqadan keyin", but also "Birozdan keyin". */
function startingLarge(words: string): string {
  return words.replace(
    /(^|[.] )(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}
