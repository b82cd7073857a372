import type { Messages } from './Messages.ts';
import type { uzApp } from './uzApp.ts';

export const enApp: Pick<Messages, keyof typeof uzApp> = {
  'news.offline_kept': 'No connection. This is how it was last time.',
  'news.client_old': 'This version is too old, some things may not work.',
  'news.server_old': 'The server is being updated. Some things will work a little later.',

  'install.title': 'Keep Suhbatdosh on your home screen',
  'install.why': 'It opens with one tap, even offline, and takes hardly any space.',
  'install.yes': 'Install',
  'install.later': 'Later',
  'install.row': 'Install on the home screen',
  'install.installed': 'installed',
  'install.share': 'Tap Share in the browser',
  'install.share_hint': 'If you cannot see it, look inside “…” first.',
  'install.add': 'Choose “Add to Home Screen”',
  'install.add_hint': 'Scroll the list down a little.',
  'install.done': 'Tap “Add”',
  'install.done_hint': 'The Suhbatdosh star is now on your home screen.',
};
