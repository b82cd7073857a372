import type { Locale, Me } from '@suhbatdosh/server/contract';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { Refusal } from '../api/Refusal.ts';
import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { LOCALE_NAMES } from '../i18n/localeNames.ts';
import { InstallRow } from '../pwa/InstallRow.tsx';
import { useStores } from '../StoresContext.ts';
import { Either } from '../ui/Either.tsx';
import { Icon } from '../ui/Icon.tsx';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { useChange } from './useChange.ts';

export function AccountGroup({ me }: { me: Me }) {
  const i18n = useI18n();
  const { text } = i18n;
  const { account } = useStores();
  const { route } = useLocation();
  const { refused, change } = useChange();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSure, setSure] = useState(false);
  const logOut = async (everywhere: boolean): Promise<void> => {
    const answer = everywhere ? await account.logoutEverywhere() : await account.logout();
    setRefusal(answer);
    // Not the login in place of this page, as for somebody who followed a link.
    if (answer === null) route('/', true);
  };
  const speak = (locale: Locale): void => {
    i18n.use(locale).then(
      () => change({ locale }),
      () => {
        // The words could not be fetched: the language stays, as everybody can see.
      },
    );
  };
  return (
    <section class="group">
      <h2>{text('profile.account')}</h2>
      <ul class="set">
        <li>
          <Either
            label={text('language.label')}
            value={i18n.locale.value}
            options={LOCALE_NAMES.map(({ locale, name }) => ({ value: locale, words: name, lang: locale }))}
            onChange={speak}
          />
        </li>
        <SetLink
          to="/profile/edit"
          words={text('field.email')}
          value={me.email ?? text('profile.email_none')}
        />
        <SetLink to="/profile/blocked" words={text('blocked.title')} value="" />
        <SetLink to="/profile/password" words={text('profile.password')} value="" />
        <InstallRow />
      </ul>
      <RefusedLine words={refused ?? (refusal === null ? null : refusalWords(refusal, i18n))} />
      <button class="button" type="button" onClick={() => void logOut(false)}>
        {text('profile.logout')}
      </button>
      {isSure ? (
        <div class="sure" role="alertdialog" aria-label={text('profile.logout_everywhere')}>
          <p>{text('profile.logout_sure')}</p>
          <div class="sure__do">
            <button class="button button--stop" type="button" onClick={() => void logOut(true)}>
              {text('profile.logout_yes')}
            </button>
            <button class="button" type="button" onClick={() => setSure(false)}>
              {text('action.cancel')}
            </button>
          </div>
        </div>
      ) : (
        <button class="button button--bad" type="button" onClick={() => setSure(true)}>
          {text('profile.logout_everywhere')}
        </button>
      )}
    </section>
  );
}

function SetLink({ to, words, value }: { to: string; words: string; value: string }) {
  return (
    <li>
      <a href={to}>
        <span>{words}</span>
        <span class="set__value">
          <span>{value}</span>
          <Icon name="next" />
        </span>
      </a>
    </li>
  );
}
