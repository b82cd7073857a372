import type { Me } from '@suhbatdosh/server/contract';
import { useI18n } from '../i18n/I18nContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { ToggleRow } from '../ui/ToggleRow.tsx';
import { useChange } from './useChange.ts';

/** Whom one talks with, and what they can learn about one's network. */
export function TalkGroup({ me }: { me: Me }) {
  const { text } = useI18n();
  const { pending, refused, change } = useChange();
  return (
    <section class="group">
      <h2>{text('profile.talks')}</h2>
      <ul class="set">
        {me.gender === null ? (
          <li>
            <a href="/profile/edit">
              <span>
                <span>{text('profile.same_unknown')}</span>
                <small>{text('profile.same_first')}</small>
              </span>
              <span class="set__value">
                <Icon name="next" />
              </span>
            </a>
          </li>
        ) : (
          <ToggleRow
            label={text(`profile.same_${me.gender}`)}
            hint={text('profile.same_hint')}
            isOn={(pending.partnerGender ?? me.partnerGender) === 'same'}
            onChange={(isOn) => change({ partnerGender: isOn ? 'same' : 'any' })}
          />
        )}
        <ToggleRow
          label={text('profile.hide_ip')}
          hint={text('profile.hide_ip_hint')}
          isOn={pending.hideIp ?? me.hideIp}
          onChange={(hideIp) => change({ hideIp })}
        />
      </ul>
      <RefusedLine words={refused} />
    </section>
  );
}
