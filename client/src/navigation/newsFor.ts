import type { PlainKey } from '../i18n/Messages.ts';
import type { Screen } from './Screen.ts';

/** What the line above the screen says of the connection; null: nothing is wrong, or this screen needs none. */
export function newsFor(
  screen: Screen['name'],
  connection: 'closed' | 'connecting' | 'online' | 'offline',
): PlainKey | null {
  if (connection !== 'offline') return null;
  switch (screen) {
    case 'call':
      return 'news.offline_call';
    // It says itself what the cut means for the place.
    case 'waiting':
    case 'welcome':
    case 'register':
    case 'login':
      return null;
    default:
      return 'news.offline';
  }
}
