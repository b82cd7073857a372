import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import type { NotificationState, QuietHours } from '../pwa/NotificationStore.ts';
import { useStores } from '../StoresContext.ts';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { ToggleRow } from '../ui/ToggleRow.tsx';

/** Offered again when quiet hours that were off are turned on. */
const NIGHT: QuietHours = { from: '22:00', to: '08:00' };

/** Being told when a partner waits: whether, and when not. */
export function NotificationGroup() {
  const { text } = useI18n();
  const { state } = useStores().notifications;
  return (
    <section class="group">
      <h2>{text('notify.title')}</h2>
      <ul class="set">
        <PartnerRow state={state.value} />
        {state.value.phase === 'on' && <QuietRows state={state.value} />}
      </ul>
      <RefusedLine words={useTrouble(state.value)} />
    </section>
  );
}

function useTrouble(state: NotificationState): string | null {
  const i18n = useI18n();
  if ((state.phase !== 'off' && state.phase !== 'on') || state.trouble === null) return null;
  return state.trouble === 'no_service' ? i18n.text('notify.no_service') : refusalWords(state.trouble, i18n);
}

function PartnerRow({ state }: { state: NotificationState }) {
  const { text } = useI18n();
  const { notifications } = useStores();
  switch (state.phase) {
    case 'denied':
    case 'needs_install':
    case 'unsupported':
      return (
        <li class="set__note">
          <span>{text(`notify.${state.phase}`)}</span>
          <small>{text(`notify.${state.phase}_text`)}</small>
        </li>
      );
    case 'unknown':
    case 'off':
    case 'turning_on':
    case 'on':
      return (
        <ToggleRow
          label={text('notify.partner')}
          hint={text(state.phase === 'turning_on' ? 'notify.turning_on' : 'notify.partner_hint')}
          isOn={state.phase === 'turning_on' || state.phase === 'on'}
          onChange={(isOn) => void (isOn ? notifications.turnOn() : notifications.turnOff())}
        />
      );
  }
}

function QuietRows({ state }: { state: Extract<NotificationState, { phase: 'on' }> }) {
  const { text } = useI18n();
  const { notifications } = useStores();
  const { quietFrom, quietTo } = state.preferences;
  const quiet = quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo };
  const keep = (next: QuietHours | null): void => void notifications.setQuiet(next);
  return (
    <>
      <ToggleRow
        label={text('notify.quiet')}
        hint={text('notify.quiet_hint')}
        isOn={quiet !== null}
        onChange={(isOn) => keep(isOn ? { ...NIGHT, ...(quietTo !== null && { to: quietTo }) } : null)}
      />
      {quiet !== null && (
        <li class="set__times">
          <TimeField
            words={text('notify.from')}
            value={quiet.from}
            onChange={(from) => keep({ ...quiet, from })}
          />
          <TimeField words={text('notify.to')} value={quiet.to} onChange={(to) => keep({ ...quiet, to })} />
        </li>
      )}
    </>
  );
}

interface TimeFieldProps {
  words: string;
  value: string;
  onChange: (value: string) => void;
}

/** Kept when it is left, not with each digit; a field that was emptied goes back to what is kept. */
function TimeField({ words, value, onChange }: TimeFieldProps) {
  return (
    <label>
      <span>{words}</span>
      <input
        class="time"
        type="time"
        required
        value={value}
        onBlur={(event) => {
          const field = event.currentTarget;
          if (/^\d\d:\d\d$/.test(field.value) && field.value !== value) onChange(field.value);
          else field.value = value;
        }}
      />
    </label>
  );
}
