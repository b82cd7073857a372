import { useI18n } from '../i18n/I18nContext.ts';
import { Icon } from './Icon.tsx';

/** Under the thumb on a phone, a rail on the desk. Only what exists. */
export function Navigation({ current }: { current: 'home' | 'profile' }) {
  const { text } = useI18n();
  return (
    <nav class="nav" aria-label={text('nav.label')}>
      <a href="/" aria-current={current === 'home' ? 'page' : undefined}>
        <Icon name="star" />
        {text('nav.home')}
      </a>
      <a href="/profile" aria-current={current === 'profile' ? 'page' : undefined}>
        <Icon name="person" />
        {text('nav.profile')}
      </a>
    </nav>
  );
}
