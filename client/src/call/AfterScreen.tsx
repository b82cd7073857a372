import type { Mode } from '@suhbatdosh/server/contract';
import { useEffect, useState } from 'preact/hooks';
import { formatClock } from '../i18n/formatTime.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import type { EndedCall } from '../navigation/Screen.ts';
import { RateGroup } from '../people/RateGroup.tsx';
import { InstallInvite } from '../pwa/InstallInvite.tsx';
import { SafetyOutcome } from '../people/SafetyOutcome.tsx';
import { SafetySheet } from '../people/SafetySheet.tsx';
import { NotificationOffer } from '../pwa/NotificationOffer.tsx';
import { useStores } from '../StoresContext.ts';
import { GirihField } from '../ui/GirihField.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Title } from '../ui/Title.tsx';
import { Voice } from '../ui/Voice.tsx';
import { endWords } from './endWords.ts';

export function AfterScreen({ ended }: { ended: EndedCall }) {
  const { text } = useI18n();
  const { account, call, queue, notifications } = useStores();
  const name = ended.partner.displayName;
  const hasTalked = ended.talkMs > 0;
  const isElsewhere = ended.reason === 'taken_elsewhere';
  useEffect(() => {
    if (hasTalked) notifications.noteTalk();
  }, [hasTalked, notifications]);
  const again = (): void => {
    call.dismiss();
    void queue.find(modeAfter(ended));
  };
  return (
    <main class="page page--tall after">
      <div class="after__head">
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
      <div class="stack">
        {!isElsewhere && <AboutPartner ended={ended} />}
        {hasTalked && <NotificationOffer />}
        {ended.reason === 'connect_failed' && (
          <a class="button" href="/check" onClick={() => call.dismiss()}>
            {text('check.link')}
          </a>
        )}
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

/** How it was with them, and keeping away from them. Only what was a talk can be rated; who is blocked is not asked about. */
function AboutPartner({ ended }: { ended: EndedCall }) {
  const { text } = useI18n();
  const { safety, history, notifications } = useStores();
  const [open, setOpen] = useState<'report' | 'block' | null>(null);
  const { partner, sessionId } = ended;
  // One offer at a time: notifications first, where they can be had.
  const isGood = history.verdicts.value.get(sessionId)?.rating === 'good';
  const isKeptAway = safety.steps.value.has(partner.id);
  return (
    <>
      {isKeptAway && <SafetyOutcome person={partner} />}
      {!isKeptAway && ended.talkMs > 0 && (
        <RateGroup sessionId={sessionId} person={partner} before={{ rating: null, again: false }} />
      )}
      {isGood && !isKeptAway && !notifications.isOffered.value && <InstallInvite />}
      {!isKeptAway && (
        <div class="pair-of">
          <button class="button button--small" type="button" onClick={() => setOpen('report')}>
            <Icon name="flag" />
            {text('safety.report')}
          </button>
          <button class="button button--small" type="button" onClick={() => setOpen('block')}>
            <Icon name="block" />
            {text('safety.block')}
          </button>
        </div>
      )}
      {open !== null && (
        <SafetySheet person={partner} sessionId={sessionId} start={open} onClose={() => setOpen(null)} />
      )}
    </>
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
