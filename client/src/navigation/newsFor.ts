import type { PlainKey } from '../i18n/Messages.ts';
import type { Skew } from '../api/protocol.ts';
import type { Screen } from './Screen.ts';

/** What the line above the screen says of the connection and the versions; null: nothing is wrong, or this screen needs none. */
export function newsFor(
  screen: Screen['name'],
  connection: 'closed' | 'connecting' | 'online' | 'offline',
  skew: Skew,
): PlainKey | null {
  if (connection !== 'offline') return skew === 'none' || isBusy(screen) ? null : `news.${skew}`;
  switch (screen) {
    case 'call':
      return 'news.offline_call';
    // It says itself what the cut means for the place.
    case 'waiting':
    case 'welcome':
    case 'register':
    case 'login':
      return null;
    // What the device has kept is shown.
    case 'people':
    case 'history':
    case 'profile':
      return 'news.offline_kept';
    default:
      return 'news.offline';
  }
}

/** Where nobody is to be asked for anything else. */
function isBusy(screen: Screen['name']): boolean {
  return screen === 'call' || screen === 'waiting';
}
