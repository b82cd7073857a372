import { useState } from 'preact/hooks';
import { useI18n } from '../i18n/I18nContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { useInstall } from './InstallContext.ts';
import { InstallSheet } from './InstallSheet.tsx';

/** The same among the settings, for whoever looks for it; says so where the app is installed already. */
export function InstallRow() {
  const { text } = useI18n();
  const install = useInstall();
  const [isShown, setShown] = useState(false);
  const way = install?.way.value ?? 'none';
  if (install === null || way === 'none') return null;
  if (way === 'installed') {
    return (
      <li class="set__still">
        <span>{text('install.row')}</span>
        <span class="set__value">{text('install.installed')}</span>
      </li>
    );
  }
  return (
    <li>
      <button
        type="button"
        aria-haspopup={way === 'by_hand' ? 'dialog' : undefined}
        onClick={() => {
          if (way === 'by_hand') setShown(true);
          else void install.prompt();
        }}
      >
        <span>{text('install.row')}</span>
        <span class="set__value">
          <Icon name="next" />
        </span>
      </button>
      {isShown && <InstallSheet onClose={() => setShown(false)} />}
    </li>
  );
}
