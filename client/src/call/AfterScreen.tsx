import type { Mode } from '@suhbatdosh/server/contract';
import { formatClock } from '../i18n/formatTime.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import type { EndedCall } from '../navigation/Screen.ts';
import { useStores } from '../StoresContext.ts';
import { GirihField } from '../ui/GirihField.tsx';
import { Title } from '../ui/Title.tsx';
import { Voice } from '../ui/Voice.tsx';
import { endWords } from './endWords.ts';

export function AfterScreen({ ended }: { ended: EndedCall }) {
  const { text } = useI18n();
  const { account, call, queue } = useStores();
  const name = ended.partner.displayName;
  const hasTalked = ended.talkMs > 0;
  const isElsewhere = ended.reason === 'taken_elsewhere';
  const again = (): void => {
    call.dismiss();
    void queue.find(modeAfter(ended));
  };
  return (
    <main class="page page--tall after">
      <div />
      <div class="stack">
        <div class="after__pair">
          <GirihField />
          <Voice label={name} name={name} isMe={false} state={hasTalked ? 'heard' : 'away'} />
          <Voice
            label={text('call.you')}
            name={account.me.value?.displayName ?? text('call.you')}
            isMe
            state="heard"
          />
        </div>
        <div class="after__sum">
          <Headline ended={ended} />
          <p class="quiet">{text(endWords(ended))}</p>
        </div>
      </div>
      <div class="tight">
        {!isElsewhere && (
          <button class="button button--main" type="button" onClick={again}>
            {text('after.new_partner')}
          </button>
        )}
        <button
          class={isElsewhere ? 'button' : 'button button--quiet'}
          type="button"
          onClick={() => call.dismiss()}
        >
          {text('action.home')}
        </button>
      </div>
    </main>
  );
}

function Headline({ ended }: { ended: EndedCall }) {
  const { text } = useI18n();
  const name = ended.partner.displayName;
  if (ended.reason === 'taken_elsewhere') return <Title>{text('after.elsewhere_title')}</Title>;
  if (ended.talkMs === 0) return <Title>{text('after.not_talked', { name })}</Title>;
  return (
    <>
      <Title isHidden>{text('after.title')}</Title>
      <strong>{formatClock(ended.talkMs)}</strong>
      <p>{text('after.talked', { name })}</p>
    </>
  );
}

/** The same way of searching; after an invitation, anybody. */
function modeAfter(ended: EndedCall): Mode {
  return ended.mode === 'invite' ? 'roulette' : ended.mode;
}
