/** What is shown, and where a tap leads. */
export interface ShownNotification {
  title: string;
  options: NotificationOptions & { data: { path: string } };
}

/** For a message that cannot be read: something must be shown, or the browser takes the subscription away. */
const GENERIC = {
  uz: { title: 'Suhbatdosh', body: 'Yangilik bor. Ilovani ochib koʻring.' },
  ru: { title: 'Suhbatdosh', body: 'Есть новости. Загляните в приложение.' },
  en: { title: 'Suhbatdosh', body: 'There is news. Have a look in the app.' },
} as const;

const ICON = '/icons/icon-192.png';
const TEXT_MAX = 200;

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** null: no text, or not one that a person can be shown. */
const toText = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, TEXT_MAX) : null;

/**
 * A declarative push message (https://www.w3.org/TR/push-api/#declarative-push-message) as this worker shows it.
 * @param text what came; null: nothing
 * @param device its language, and where the app is
 */
export function toNotification(
  text: string | null,
  device: { language: string; origin: string },
): ShownNotification {
  const given = readNotification(text);
  const title = given && toText(given['title']);
  if (!given || title === null) {
    const language = device.language.slice(0, 2).toLowerCase();
    const lang = language === 'ru' || language === 'en' ? language : 'uz';
    const { title: words, body } = GENERIC[lang];
    return { title: words, options: { body, lang, icon: ICON, tag: 'news', data: { path: '/' } } };
  }
  return {
    title,
    options: {
      body: toText(given['body']) ?? '',
      lang: toText(given['lang']) ?? '',
      dir: 'auto',
      tag: toText(given['tag']) ?? 'news',
      silent: given['silent'] === true,
      icon: ICON,
      data: { path: toPath(given['navigate'], device.origin) },
    },
  };
}

function readNotification(text: string | null): Fields | null {
  try {
    const message: unknown = JSON.parse(text ?? '');
    return isFields(message) && isFields(message['notification']) ? message['notification'] : null;
  } catch {
    return null;
  }
}

/** A message never leads out of the app: of an address elsewhere nothing is taken. */
function toPath(navigate: unknown, origin: string): string {
  if (typeof navigate !== 'string' || !URL.canParse(navigate, origin)) return '/';
  const url = new URL(navigate, origin);
  // A path of two slashes would be read as another host.
  return url.origin === origin && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}
