import { useI18n } from '../i18n/I18nContext.ts';
import type { LiveCall } from '../navigation/Screen.ts';
import { useStores } from '../StoresContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { TOUCH, useMediaQuery } from '../ui/useMediaQuery.ts';
import { useNow } from '../ui/useNow.ts';

/** So long the hint stays: it is for the beginning, when nobody has put the phone away yet. */
const HINT_MS = 12_000;

/** What is between the two and being heard. One thing at a time: what the learner can do something about comes first. */
export function CallNotices({ call }: { call: LiveCall }) {
  return (
    <div class="call__tap">
      <Notice call={call} />
      <TapToHear />
    </div>
  );
}

function Notice({ call }: { call: LiveCall }) {
  const { text } = useI18n();
  const { call: store, sound } = useStores();
  const name = call.partner.displayName;
  const gone = sound.gone.value;
  const attention = store.partnerAttention.value;
  if (store.microphoneTrouble.value !== null) return <NotHeard name={name} />;
  if (store.isInterrupted.value) return <Told words={text('call.interrupted')} isBad />;
  if (gone !== null) return <Told words={text(`call.gone_${gone.kind}`, { label: gone.label })} />;
  // While the two are apart the screen says so already.
  if (attention !== 'here' && call.phase === 'talking') {
    return <Told words={text(`call.partner_${attention}`, { name })} />;
  }
  return <KeepOpen call={call} />;
}

function Told({ words, isBad = false }: { words: string; isBad?: boolean }) {
  return (
    <div class={isBad ? 'call__told call__told--bad' : 'call__told'} role="status">
      <Icon name={isBad ? 'microphone_off' : 'alert'} />
      <span>{words}</span>
    </div>
  );
}

/** On phones only: a computer keeps the microphone of a page that nobody looks at. */
function KeepOpen({ call }: { call: LiveCall }) {
  const { text } = useI18n();
  const isTouch = useMediaQuery(TOUCH);
  const nowMs = useNow(1_000);
  const isEarly = call.phase === 'talking' && nowMs - call.talkingSinceMs < HINT_MS;
  if (!isTouch || !isEarly) return null;
  return <p class="call__hint small quiet">{text('call.keep_open')}</p>;
}

function TapToHear() {
  const { text } = useI18n();
  const { call } = useStores();
  if (!call.needsTap.value) return null;
  return (
    <div role="alert">
      <button class="button button--main" type="button" onClick={() => void call.resumeSound()}>
        {text('call.tap')}
      </button>
    </div>
  );
}

/** The microphone may be refused after a reload, or held by another app: the call goes on, but only one way. */
function NotHeard({ name }: { name: string }) {
  const { text } = useI18n();
  const { call } = useStores();
  return (
    <div class="call__unheard" role="alert">
      <p>
        <Icon name="microphone_off" />
        <span>{text('call.not_heard', { name })}</span>
      </p>
      <button class="button button--small" type="button" onClick={() => void call.openMicrophone()}>
        {text('action.try_again')}
      </button>
    </div>
  );
}
