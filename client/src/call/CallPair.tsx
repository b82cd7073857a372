import { formatBand } from '../i18n/formatNumber.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import type { LiveCall } from '../navigation/Screen.ts';
import { useStores } from '../StoresContext.ts';
import { GirihField } from '../ui/GirihField.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useNow } from '../ui/useNow.ts';
import { Voice } from '../ui/Voice.tsx';

const LONG_NAME = 10;
const WHOLE_NAME = 16;

/** Two stars that touch while the two can hear each other. */
export function CallPair({ call }: { call: LiveCall }) {
  const { text } = useI18n();
  const { account, call: store } = useStores();
  const { partner } = call;
  const isApart = call.phase !== 'talking';
  const partnerMuted = store.partnerMuted.value;
  const isPartnerAway = call.phase === 'connecting' || (call.phase === 'reconnecting' && call.who !== 'me');
  const isMeAway = call.phase === 'reconnecting' && call.who === 'me';
  const name = nameInStar(partner.displayName);
  const bands = `${formatBand(partner.currentBand)} → ${formatBand(partner.targetBand)}`;
  const classes = ['duo', isApart && 'duo--apart', call.phase === 'connecting' && 'duo--meeting'];
  return (
    <div class={classes.filter(Boolean).join(' ')}>
      <GirihField />
      <Voice
        label={partnerMuted ? `${partner.displayName}: ${text('call.partner_muted')}` : partner.displayName}
        name={partner.displayName}
        isMe={false}
        state={isPartnerAway ? 'away' : partnerMuted ? 'muted' : 'heard'}
        level={store.partnerLevel}
      >
        <span class={name.length > LONG_NAME ? 'voice__name voice__name--long' : 'voice__name'}>{name}</span>
        {partnerMuted ? (
          <span class="voice__band voice__band--muted">
            <Icon name="microphone_off" />
            {text('call.partner_muted')}
          </span>
        ) : (
          <span class="voice__band num">{bands}</span>
        )}
      </Voice>
      <Between call={call} />
      <Voice
        label={text('call.you')}
        name={account.me.value?.displayName ?? text('call.you')}
        isMe
        state={isMeAway ? 'away' : store.isMuted.value ? 'muted' : 'heard'}
        level={store.myLevel}
      >
        <span class="voice__name">{text('call.you')}</span>
      </Voice>
    </div>
  );
}

/** A star has room for a first name; a long whole name gives way to its first word. */
function nameInStar(displayName: string): string {
  return displayName.length <= WHOLE_NAME ? displayName : (displayName.split(/\s/u)[0] ?? displayName);
}

/** Words between the two stars while they are apart. The live region is always there, so that what comes into it is read out. */
function Between({ call }: { call: LiveCall }) {
  const { text } = useI18n();
  return (
    <div class={call.phase === 'talking' ? 'sr' : 'call__lost'}>
      <div role="status">{call.phase !== 'talking' && <h2>{headline(call, text)}</h2>}</div>
      {call.phase === 'connecting' && <span class="small quiet">{text('call.connecting_text')}</span>}
      {call.phase === 'reconnecting' && <StillWaiting giveUpAtMs={call.giveUpAtMs} />}
    </div>
  );
}

function headline(
  call: Exclude<LiveCall, { phase: 'talking' }>,
  text: ReturnType<typeof useI18n>['text'],
): string {
  if (call.phase === 'connecting') return text('call.connecting');
  switch (call.who) {
    case 'me':
      return text('call.reconnecting_me');
    case 'partner':
      return text('call.reconnecting_partner', { name: call.partner.displayName });
    case 'unknown':
      return text('call.reconnecting');
  }
}

/** Counts down outside the live region: nobody wants to hear every second. */
function StillWaiting({ giveUpAtMs }: { giveUpAtMs: number }) {
  const { counted } = useI18n();
  const seconds = Math.max(0, Math.ceil((giveUpAtMs - useNow(500)) / 1000));
  return <span class="small quiet num">{counted('call.not_over', seconds)}</span>;
}
