import { useState } from 'preact/hooks';
import { useI18n } from '../i18n/I18nContext.ts';
import { useInstall } from './InstallContext.ts';
import { InstallSheet } from './InstallSheet.tsx';

/** Offers the home screen to somebody who has just had a good talk. Nothing where it cannot be, or was put off. */
export function InstallInvite() {
  const { text } = useI18n();
  const install = useInstall();
  const [isShown, setShown] = useState(false);
  if (install === null || (!install.mayInvite.value && !isShown)) return null;
  const close = (): void => {
    setShown(false);
    install.putOff();
  };
  return (
    <section class="install" aria-labelledby="install-title">
      <h2 id="install-title">{text('install.title')}</h2>
      <p class="quiet small">{text('install.why')}</p>
      <div class="pair-of">
        <button
          class="button button--small"
          type="button"
          onClick={() => {
            if (install.way.value === 'by_hand') setShown(true);
            else void install.prompt();
          }}
        >
          {text('install.yes')}
        </button>
        <button class="button button--small button--quiet" type="button" onClick={install.putOff}>
          {text('install.later')}
        </button>
      </div>
      {isShown && <InstallSheet onClose={close} />}
    </section>
  );
}
