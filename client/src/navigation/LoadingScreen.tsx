import { useI18n } from '../i18n/I18nContext.ts';
import { Wordmark } from '../ui/Wordmark.tsx';

/** The ground and the name, for the moment before a screen is here. */
export function LoadingScreen() {
  const { text } = useI18n();
  return (
    <main class="tile" aria-busy="true">
      <header class="bar">
        <Wordmark />
      </header>
      <p class="sr" role="status">
        {text('loading.title')}
      </p>
    </main>
  );
}
