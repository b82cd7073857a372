import type { I18n } from '../i18n/createI18n.ts';
import type { Screen } from './Screen.ts';

/** What the browser's tab says before the name of the product; null: the name alone. */
export function titleOf(screen: Screen, { text }: I18n): string | null {
  switch (screen.name) {
    case 'loading':
    case 'welcome':
    case 'home':
      return null;
    case 'register':
      return text('register.title');
    case 'login':
      return text('login.submit');
    case 'not_found':
      return text('not_found.title');
    case 'people':
      return text('nav.people');
    case 'history':
      return text('nav.history');
    case 'blocked_people':
      return text('blocked.title');
    case 'check':
      return text('check.link');
    case 'profile':
      return text('profile.title');
    case 'edit_profile':
      return text('profile.edit_title');
    case 'change_password':
      return text('profile.password');
    case 'waiting':
      return text('waiting.title');
    case 'no_microphone':
      return text(`microphone.${screen.trouble.why}_title`);
    case 'queue_trouble':
      return text('queue.refused_title');
    case 'call':
      return text('call.title', { name: screen.call.partner.displayName });
    case 'after':
      return text('after.title');
  }
}
