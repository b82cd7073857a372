import { useI18n } from '../i18n/I18nContext.ts';
import { BackBar } from '../ui/BackBar.tsx';
import { Title } from '../ui/Title.tsx';

export function NotFoundScreen() {
  const { text } = useI18n();
  return (
    <main class="page page--tall">
      <div>
        <BackBar to="/" />
        <Title>{text('not_found.title')}</Title>
        <p class="quiet lead-gap">{text('not_found.text')}</p>
      </div>
      <div />
      <a class="button" href="/">
        {text('action.home')}
      </a>
    </main>
  );
}
