import type { Locale } from '../contract/index.ts';

/**
 * The only words that the server has. Everywhere else it sends codes and the client has the words; but Safari shows a
 * declarative message by itself, without asking any code of ours, and so must find them in it. They name nobody and
 * tell nothing of who waits: a phone shows them to whoever stands beside it.
 */
export const PARTNER_WAITING: Readonly<Record<Locale, { title: string; body: string }>> = {
  uz: { title: 'Darajangizda suhbatdosh bor', body: 'Hozir kirsangiz, darrov gaplashasiz.' },
  ru: { title: 'Есть собеседник вашего уровня', body: 'Зайдите сейчас, и сможете сразу поговорить.' },
  en: { title: 'A partner at your level is here', body: 'Come now and you can talk right away.' },
};
