import { useI18n } from '../i18n/I18nContext.ts';
import type { Screen } from '../navigation/Screen.ts';
import { useStores } from '../StoresContext.ts';
import { Title } from '../ui/Title.tsx';
import { TroubleStar } from '../ui/TroubleStar.tsx';
import { MicrophoneSteps } from './MicrophoneSteps.tsx';

type Trouble = Extract<Screen, { name: 'no_microphone' }>['trouble'];

export function MicrophoneScreen({ trouble }: { trouble: Trouble }) {
  const { text } = useI18n();
  const { queue } = useStores();
  return (
    <main class="page page--tall">
      <div>
        <TroubleStar icon="microphone_off" />
        <Title>{text(`microphone.${trouble.why}_title`)}</Title>
        <p class="quiet lead-gap">{text(`microphone.${trouble.why}_text`)}</p>
      </div>
      <div class="stack">
        <MicrophoneSteps why={trouble.why} />
      </div>
      <div class="tight">
        <button class="button button--main" type="button" onClick={() => void queue.find(trouble.mode)}>
          {text('action.try_again')}
        </button>
        <button class="button button--quiet" type="button" onClick={() => void queue.leave()}>
          {text('action.home')}
        </button>
      </div>
    </main>
  );
}
