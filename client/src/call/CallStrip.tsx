import { useI18n } from '../i18n/I18nContext.ts';
import { formatClock } from '../i18n/formatTime.ts';
import type { LiveCall } from '../navigation/Screen.ts';
import { useStores } from '../StoresContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { useNow } from '../ui/useNow.ts';
import { Voice } from '../ui/Voice.tsx';

/** The call in one line, above the open chat. */
export function CallStrip({ call }: { call: LiveCall }) {
  const { text } = useI18n();
  const { account, call: store } = useStores();
  const isMuted = store.isMuted.value;
  const nowMs = useNow(500);
  const sinceMs = call.phase === 'connecting' ? null : call.talkingSinceMs;
  const name = call.partner.displayName;
  return (
    <header class="strip">
      <div class="strip__pair">
        <Voice
          label={name}
          name={name}
          isMe={false}
          state={call.phase === 'talking' ? 'heard' : 'away'}
          level={store.partnerLevel}
        />
        <Voice
          label={text('call.you')}
          name={account.me.value?.displayName ?? text('call.you')}
          isMe
          state={isMuted ? 'muted' : 'heard'}
          level={store.myLevel}
        />
      </div>
      <div class="strip__text">
        <b role="timer">{sinceMs === null ? '\u00a0' : formatClock(nowMs - sinceMs)}</b>
        <span class="small quiet" role="status">
          {call.phase === 'reconnecting' ? text('call.reconnecting') : name}
        </span>
      </div>
      <button
        class="icon-button"
        type="button"
        aria-pressed={isMuted}
        aria-label={text('call.mute')}
        onClick={() => store.toggleMute()}
      >
        <Icon name={isMuted ? 'microphone_off' : 'microphone'} />
      </button>
      <button
        class="icon-button icon-button--end"
        type="button"
        aria-label={text('call.end_long')}
        onClick={() => void store.hangUp()}
      >
        <Icon name="end" />
      </button>
    </header>
  );
}
