import { useI18n } from '../i18n/I18nContext.ts';
import { SoundChoices } from '../sound/SoundChoices.tsx';
import { useStores } from '../StoresContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { ToggleRow } from '../ui/ToggleRow.tsx';

/** What is kept on this device, not in the account. */
export function SoundGroup() {
  const { text } = useI18n();
  const { sound } = useStores();
  return (
    <section class="group">
      <h2>{text('sound.title')}</h2>
      <ul class="set">
        <SoundChoices />
        <ToggleRow
          label={text('sound.saver')}
          hint={text('sound.saver_hint')}
          isOn={sound.isSavingData.value}
          onChange={sound.setSavingData}
        />
        <ToggleRow
          label={text('sound.ring')}
          hint={text('sound.ring_hint')}
          isOn={sound.ringsOnMatch.value}
          onChange={sound.setRingsOnMatch}
        />
        <li>
          <a href="/check">
            <span>{text('check.link')}</span>
            <span class="set__value">
              <Icon name="next" />
            </span>
          </a>
        </li>
      </ul>
    </section>
  );
}
