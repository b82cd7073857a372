import { useLayoutEffect } from 'preact/hooks';
import { useI18n } from '../i18n/I18nContext.ts';
import { BackBar } from '../ui/BackBar.tsx';
import { Title } from '../ui/Title.tsx';

/** In the place of a form that was sent: that it is done, and the way back to the profile. */
export function Saved({ words }: { words?: string }) {
  const { text } = useI18n();
  // The form was longer, and was left at its end.
  useLayoutEffect(() => scrollTo(0, 0), []);
  return (
    <main class="page page--tall">
      <div>
        <BackBar to="/profile" />
        <div role="status">
          <Title>{text('profile.saved')}</Title>
          {words !== undefined && <p class="quiet lead-gap">{words}</p>}
        </div>
      </div>
      <div />
      <a class="button" href="/profile">
        {text('profile.title')}
      </a>
    </main>
  );
}
