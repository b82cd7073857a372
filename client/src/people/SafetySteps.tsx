import type { PublicProfile } from '@suhbatdosh/server/contract';
import { useState } from 'preact/hooks';
import { useI18n } from '../i18n/I18nContext.ts';
import { SoundChoices } from '../sound/SoundChoices.tsx';
import { useStores } from '../StoresContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { SheetHead } from '../ui/SheetHead.tsx';
import { ReportForm } from './ReportForm.tsx';
import { SafetyOutcome } from './SafetyOutcome.tsx';

export interface SafetyStepsProps {
  person: PublicProfile;
  /** The talk that it is about: its chat goes with a report; null: none in particular. */
  sessionId: string | null;
  /** A call with them is running, and ends with either. */
  isInCall?: boolean;
  start: 'menu' | 'report' | 'block';
  onClose: () => void;
}

/** What a sheet about keeping away from somebody says, step by step. Nothing is red before it is chosen. */
export function SafetySteps({ person, sessionId, isInCall = false, start, onClose }: SafetyStepsProps) {
  const { text } = useI18n();
  const { safety } = useStores();
  const [step, setStep] = useState<'menu' | 'report' | 'block' | 'said' | 'sound'>(start);
  const name = person.displayName;
  switch (step) {
    case 'menu':
      return (
        <>
          <SheetHead key="menu" title={name} onClose={onClose} />
          <ul class="ways">
            {isInCall && (
              <li>
                <button type="button" onClick={() => setStep('sound')}>
                  <Icon name="microphone" />
                  {text('sound.menu')}
                  <small>{text('sound.menu_hint')}</small>
                </button>
              </li>
            )}
            <li>
              <button type="button" onClick={() => setStep('report')}>
                <Icon name="flag" />
                {text('safety.report')}
                <small>{text('safety.report_hint')}</small>
              </button>
            </li>
            <li>
              <button type="button" onClick={() => setStep('block')}>
                <Icon name="block" />
                {text('safety.block')}
                <small>{text('safety.block_hint')}</small>
              </button>
            </li>
          </ul>
        </>
      );
    case 'sound':
      return (
        <>
          <SheetHead key="sound" title={text('sound.menu')} onClose={onClose} />
          <ul>
            <SoundChoices />
          </ul>
        </>
      );
    case 'report':
      return (
        <ReportForm
          person={person}
          sessionId={sessionId}
          isInCall={isInCall}
          onSent={() => setStep('said')}
          onClose={onClose}
        />
      );
    case 'block':
      return (
        <>
          <SheetHead key="block" title={text('block.title', { name })} onClose={onClose} />
          <p class="quiet">
            {text('block.text')}
            {isInCall && ` ${text('safety.ends_call')}`}
          </p>
          <div class="tight">
            <button
              class="button button--stop"
              type="button"
              onClick={() => {
                safety.block(person.id);
                setStep('said');
              }}
            >
              {text('block.yes')}
            </button>
            <button class="button button--quiet" type="button" onClick={onClose}>
              {text('action.cancel')}
            </button>
          </div>
        </>
      );
    case 'said':
      return (
        <>
          <SheetHead key="said" title={name} onClose={onClose} />
          <SafetyOutcome person={person} />
          <button class="button" type="button" onClick={onClose}>
            {text('action.close')}
          </button>
        </>
      );
  }
}
