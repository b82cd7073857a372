import { useI18n } from '../i18n/I18nContext.ts';
import type { PlainKey } from '../i18n/Messages.ts';
import type { IconName } from './Icon.tsx';
import { Icon } from './Icon.tsx';

const PLACES = [
  { place: 'home', to: '/', icon: 'star', words: 'nav.home' },
  { place: 'people', to: '/people', icon: 'people', words: 'nav.people' },
  { place: 'history', to: '/history', icon: 'clock', words: 'nav.history' },
  { place: 'profile', to: '/profile', icon: 'person', words: 'nav.profile' },
] as const satisfies readonly { place: string; to: string; icon: IconName; words: PlainKey }[];

type Place = (typeof PLACES)[number]['place'];

/** Whether this is one of the four screens that have the navigation. */
export function isPlace(screen: string): screen is Place {
  return PLACES.some(({ place }) => place === screen);
}

/** Under the thumb on a phone, a rail on the desk. Only what exists. */
export function Navigation({ current }: { current: Place }) {
  const { text } = useI18n();
  return (
    <nav class="nav" aria-label={text('nav.label')}>
      {PLACES.map(({ place, to, icon, words }) => (
        <a key={place} href={to} aria-current={place === current ? 'page' : undefined}>
          <Icon name={icon} />
          {text(words)}
        </a>
      ))}
    </nav>
  );
}
