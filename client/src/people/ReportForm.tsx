import type { PublicProfile, ReportReason } from '@suhbatdosh/server/contract';
import { useId, useState } from 'preact/hooks';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { SheetHead } from '../ui/SheetHead.tsx';
import { TextField } from '../ui/TextField.tsx';

const REASONS: readonly ReportReason[] = [
  'sexual',
  'insult',
  'asks_money_or_contacts',
  'under_age',
  'not_practising',
  'other',
];
/** As the server counts: code points. */
const TEXT_MAX = 500;

interface ReportFormProps {
  person: PublicProfile;
  sessionId: string | null;
  isInCall: boolean;
  onSent: () => void;
  onClose: () => void;
}

export function ReportForm({ person, sessionId, isInCall, onSent, onClose }: ReportFormProps) {
  const { text } = useI18n();
  const { safety } = useStores();
  const name = useId();
  const [reason, setReason] = useState<ReportReason | null>(null);
  const [words, setWords] = useState('');
  const [isMissing, setMissing] = useState(false);
  const send = (event: Event): void => {
    event.preventDefault();
    if (reason === null) {
      setMissing(true);
      return;
    }
    const more = words.trim();
    safety.report({ userId: person.id, sessionId, reason, ...(more === '' ? {} : { text: more }) });
    onSent();
  };
  return (
    <form class="stack" noValidate onSubmit={send}>
      <div>
        <SheetHead title={text('report.title')} onClose={onClose} />
        <p class="quiet lead-gap">
          {text('report.lede', { name: person.displayName })}
          {sessionId !== null && ` ${text('report.chat')}`}
          {isInCall && ` ${text('safety.ends_call')}`}
        </p>
      </div>
      <ul class="reasons" role="radiogroup" aria-label={text('report.title')}>
        {REASONS.map((each) => (
          <li key={each} role="none">
            <label>
              <input
                type="radio"
                name={name}
                checked={each === reason}
                onChange={() => {
                  setReason(each);
                  setMissing(false);
                }}
              />
              {text(`report.${each}`)}
            </label>
          </li>
        ))}
      </ul>
      {reason !== null && (
        <TextField
          label={text('report.text')}
          hint={text('report.text_hint')}
          name="text"
          value={words}
          onInput={setWords}
          maxLength={TEXT_MAX}
          isLong
        />
      )}
      <RefusedLine words={isMissing ? text('report.reason_missing') : null} />
      <div class="tight">
        <button class={reason === null ? 'button' : 'button button--stop'} type="submit">
          {text('report.send')}
        </button>
        <button class="button button--quiet" type="button" onClick={onClose}>
          {text('action.cancel')}
        </button>
      </div>
    </form>
  );
}
