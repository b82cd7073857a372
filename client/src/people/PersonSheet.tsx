import type { PastSession, PublicProfile } from '@suhbatdosh/server/contract';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { formatDayName } from '../i18n/formatDayName.ts';
import { formatBand } from '../i18n/formatNumber.ts';
import { formatDay, formatTalk } from '../i18n/formatTime.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { Mono } from '../ui/Mono.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { MINUTE_MS, useNow } from '../ui/useNow.ts';
import { useFocusOnMount } from '../ui/useFocusOnMount.ts';
import { AgainButton } from './AgainButton.tsx';
import { canTalkAgain } from './canTalkAgain.ts';
import { isHere } from './isHere.ts';
import { PresenceWords } from './PresenceWords.tsx';
import { RateGroup } from './RateGroup.tsx';
import { SafetySteps } from './SafetySteps.tsx';

/** As long as the server takes a changed mind. */
const RATE_WITHIN_MS = 24 * 3_600_000;

interface PersonSheetProps {
  person: PublicProfile;
  /** The talk that one looks back on; null: it is about the person. */
  talk: PastSession | null;
  onClose: () => void;
}

export function PersonSheet({ person, talk, onClose }: PersonSheetProps) {
  const { text } = useI18n();
  const [step, setStep] = useState<'who' | 'report' | 'block'>('who');
  return (
    <Sheet label={person.displayName} onClose={onClose}>
      {step === 'who' ? (
        <Who person={person} talk={talk} onClose={onClose}>
          <div class="pair-of">
            <button class="button button--small" type="button" onClick={() => setStep('report')}>
              <Icon name="flag" />
              {text('safety.report')}
            </button>
            <button class="button button--small" type="button" onClick={() => setStep('block')}>
              <Icon name="block" />
              {text('safety.block')}
            </button>
          </div>
        </Who>
      ) : (
        <SafetySteps person={person} sessionId={talk?.id ?? null} start={step} onClose={onClose} />
      )}
    </Sheet>
  );
}

function Who({ person, talk, onClose, children }: PersonSheetProps & { children: ComponentChildren }) {
  const i18n = useI18n();
  const { text } = i18n;
  const { history } = useStores();
  const nowMs = useNow(MINUTE_MS);
  const rateable = talk !== null && isRateable(talk, nowMs) ? talk : null;
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const list = history.state.value;
  const isMutual = list.phase === 'shown' && canTalkAgain(list.items, person.id);
  const bands = `${formatBand(person.currentBand)} → ${formatBand(person.targetBand)}`;
  const since = formatDay(new Date(person.memberSince), i18n.locale.value);
  return (
    <>
      <header class="sheet__head">
        <div class="person">
          <Mono name={person.displayName} isHere={isHere(person)} />
          <div>
            <h2 ref={heading} tabIndex={-1}>
              {person.displayName}
            </h2>
            <p class="quiet small">{person.username}</p>
            <p class="small">
              <PresenceWords person={person} />
            </p>
          </div>
        </div>
        <button class="icon-button" type="button" aria-label={text('action.close')} onClick={onClose}>
          <Icon name="down" />
        </button>
      </header>
      <div>
        <p>
          <b class="num">{bands}</b>
        </p>
        <p class="quiet small">{text('profile.since', { date: since })}</p>
      </div>
      {person.bio !== null && person.bio !== '' && <p class="person__bio">{person.bio}</p>}
      {talk !== null && <TalkWords talk={talk} />}
      {rateable !== null && (
        <RateGroup
          sessionId={rateable.id}
          person={person}
          before={{ rating: rateable.rating, again: rateable.again !== 'none' }}
        />
      )}
      {rateable === null && isMutual && isHere(person) && <AgainButton person={person} isWide />}
      {children}
    </>
  );
}

function TalkWords({ talk }: { talk: PastSession }) {
  const i18n = useI18n();
  const nowMs = useNow(MINUTE_MS);
  const day = formatDayName(new Date(talk.startedAt), new Date(nowMs), i18n);
  const length = talk.talkMs === 0 ? i18n.text('history.not_connected') : formatTalk(talk.talkMs, i18n);
  return <p class="quiet small">{i18n.text('history.talk', { day, length })}</p>;
}

function isRateable({ talkMs, endedAt }: PastSession, nowMs: number): boolean {
  return talkMs > 0 && nowMs - Date.parse(endedAt) < RATE_WITHIN_MS;
}
