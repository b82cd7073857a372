import { useI18n } from '../i18n/I18nContext.ts';
import { LOCALE_NAMES } from '../i18n/localeNames.ts';

export function LanguageSwitch() {
  const i18n = useI18n();
  const keepOldOne = (): void => {
    // The words could not be fetched: the language stays, as everybody can see.
  };
  return (
    <nav class="languages" aria-label={i18n.text('language.label')}>
      {LOCALE_NAMES.map(({ locale, short, name }) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-label={`${short} – ${name}`}
          aria-pressed={locale === i18n.locale.value}
          onClick={() => void i18n.use(locale).catch(keepOldOne)}
        >
          {short}
        </button>
      ))}
    </nav>
  );
}
