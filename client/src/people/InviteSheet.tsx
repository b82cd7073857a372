import '../ui/css/sheet.css';
import '../ui/css/steps.css';
import type { PublicProfile } from '@suhbatdosh/server/contract';
import type { ComponentChildren } from 'preact';
import { refusalWords } from '../api/refusalWords.ts';
import type { MicrophoneTrouble } from '../call/Microphone.ts';
import { formatBand, formatNumber } from '../i18n/formatNumber.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { MicrophoneSteps } from '../queue/MicrophoneSteps.tsx';
import { useStores } from '../StoresContext.ts';
import { Mono } from '../ui/Mono.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { SheetHead } from '../ui/SheetHead.tsx';
import { useNow } from '../ui/useNow.ts';
import type { IncomingInvite, OutgoingInvite } from './InviteStore.ts';

/** An invitation to talk again, ours or theirs, over whatever screen there is. */
export function InviteSheet() {
  const { text } = useI18n();
  const { invites } = useStores();
  const outgoing = invites.outgoing.value;
  const incoming = invites.incoming.value;
  // Theirs can be answered for half a minute only; but when both have asked each other, ours says it all.
  const isTheirs =
    incoming.phase !== 'none' &&
    !(incoming.phase === 'open' && outgoing.phase !== 'none' && outgoing.person.id === incoming.person.id);
  if (isTheirs) {
    return (
      <Sheet key="theirs" label={text('invite.label')} onClose={invites.decline} hasBack={false}>
        <Theirs invite={incoming} />
      </Sheet>
    );
  }
  if (outgoing.phase === 'none') return <></>;
  return (
    <Sheet key="ours" label={text('invite.label')} onClose={invites.giveUp} hasBack={false}>
      <Ours invite={outgoing} />
    </Sheet>
  );
}

function Theirs({ invite }: { invite: Exclude<IncomingInvite, { phase: 'none' }> }) {
  const i18n = useI18n();
  const { text } = i18n;
  const { invites } = useStores();
  const { person } = invite;
  const name = person.displayName;
  const no = (
    <button class="button" type="button" onClick={invites.decline}>
      {text('invite.decline')}
    </button>
  );
  switch (invite.phase) {
    case 'open':
      return (
        <Step title={text('invite.asks', { name })} person={person} onClose={invites.decline}>
          <TimeLeft untilMs={invite.expiresAtMs} />
          <div class="two">
            <button class="button button--main" type="button" onClick={() => void invites.accept()}>
              {text('invite.accept')}
            </button>
            {no}
          </div>
        </Step>
      );
    case 'asking_microphone':
      return (
        <Step title={text('waiting.asking_title')} person={person} onClose={invites.decline}>
          <p class="quiet">{text('waiting.asking_text')}</p>
          <TimeLeft untilMs={invite.expiresAtMs} />
        </Step>
      );
    case 'no_microphone':
      return (
        <NoMicrophone why={invite.why} onTryAgain={invites.accept} onClose={invites.decline}>
          <TimeLeft untilMs={invite.expiresAtMs} />
        </NoMicrophone>
      );
    case 'accepting':
      return (
        <Step title={text('call.connecting')} person={person} onClose={invites.decline}>
          <TimeLeft untilMs={invite.expiresAtMs} />
        </Step>
      );
    case 'refused':
      return (
        <Ended title={text('invite.failed')} person={person} onClose={invites.decline}>
          <p class="quiet">{refusalWords(invite.refusal, i18n)}</p>
        </Ended>
      );
  }
}

function Ours({ invite }: { invite: Exclude<OutgoingInvite, { phase: 'none' }> }) {
  const i18n = useI18n();
  const { text } = i18n;
  const { invites } = useStores();
  const { person } = invite;
  const name = person.displayName;
  switch (invite.phase) {
    case 'asking_microphone':
      return (
        <Step title={text('waiting.asking_title')} person={person} onClose={invites.giveUp}>
          <p class="quiet">{text('waiting.asking_text')}</p>
        </Step>
      );
    case 'no_microphone':
      return (
        <NoMicrophone why={invite.why} onTryAgain={() => invites.invite(person)} onClose={invites.giveUp} />
      );
    case 'sending':
    case 'waiting':
      return (
        <Step title={text('invite.waiting', { name })} person={person} onClose={invites.giveUp}>
          {invite.phase === 'waiting' ? (
            <TimeLeft untilMs={invite.expiresAtMs} isOurs />
          ) : (
            <p class="quiet">{text('action.sending')}</p>
          )}
          <button class="button" type="button" onClick={invites.giveUp}>
            {text('action.cancel')}
          </button>
        </Step>
      );
    case 'over':
      return (
        <Ended title={text(`invite.${invite.reason}`, { name })} person={person} onClose={invites.giveUp} />
      );
    case 'refused':
      return (
        <Ended title={text('invite.failed')} person={person} onClose={invites.giveUp}>
          <p class="quiet">{refusalWords(invite.refusal, i18n)}</p>
        </Ended>
      );
  }
}

interface StepProps {
  title: string;
  person: PublicProfile;
  onClose: () => void;
  children: ComponentChildren;
}

function Step({ title, person, onClose, children }: StepProps) {
  return (
    <>
      {/* A step of its own is read out as one. */}
      <SheetHead key={title} title={title} onClose={onClose} />
      <div class="person">
        <Mono name={person.displayName} isHere />
        <div>
          <b>{person.displayName}</b>
          <p class="quiet small num">
            {`${formatBand(person.currentBand)} → ${formatBand(person.targetBand)}`}
          </p>
        </div>
      </div>
      {children}
    </>
  );
}

function Ended({ title, person, onClose, children }: Omit<StepProps, 'children'> & Partial<StepProps>) {
  const { text } = useI18n();
  return (
    <Step title={title} person={person} onClose={onClose}>
      {children}
      <button class="button" type="button" onClick={onClose}>
        {text('action.close')}
      </button>
    </Step>
  );
}

interface NoMicrophoneProps {
  why: MicrophoneTrouble;
  onTryAgain: () => Promise<void>;
  onClose: () => void;
  children?: ComponentChildren;
}

function NoMicrophone({ why, onTryAgain, onClose, children }: NoMicrophoneProps) {
  const { text } = useI18n();
  return (
    <>
      <SheetHead key={why} title={text(`microphone.${why}_title`)} onClose={onClose} />
      <p class="quiet">{text(`microphone.${why}_text`)}</p>
      <MicrophoneSteps why={why} />
      {children}
      <button class="button button--main" type="button" onClick={() => void onTryAgain()}>
        {text('action.try_again')}
      </button>
    </>
  );
}

/** Counts down outside every live region: nobody wants to hear each second. */
function TimeLeft({ untilMs, isOurs = false }: { untilMs: number; isOurs?: boolean }) {
  const { counted, locale } = useI18n();
  const seconds = Math.max(0, Math.ceil((untilMs - useNow(500)) / 1000));
  return (
    <p role="timer" aria-live="off">
      <span class="invite__left">{formatNumber(seconds, locale.value)}</span>{' '}
      <span class="quiet">{counted(isOurs ? 'invite.seconds_left' : 'invite.seconds', seconds)}</span>
    </p>
  );
}
