import { useI18n } from '../i18n/I18nContext.ts';
import type { Screen } from '../navigation/Screen.ts';
import { useStores } from '../StoresContext.ts';
import { Title } from '../ui/Title.tsx';
import { TroubleStar } from '../ui/TroubleStar.tsx';
import { platformOf } from './platformOf.ts';

type Trouble = Extract<Screen, { name: 'no_microphone' }>['trouble'];

export function MicrophoneScreen({ trouble }: { trouble: Trouble }) {
  const { text } = useI18n();
  const { queue } = useStores();
  const platform = platformOf(navigator.userAgent, navigator.maxTouchPoints);
  const steps = [text(`microphone.${platform}_1`), text(`microphone.${platform}_2`), text('microphone.then')];
  return (
    <main class="page page--tall">
      <div>
        <TroubleStar icon="microphone_off" />
        <Title>{text(`microphone.${trouble.why}_title`)}</Title>
        <p class="quiet lead-gap">{text(`microphone.${trouble.why}_text`)}</p>
      </div>
      <div class="stack">
        {trouble.why === 'refused' && (
          <ol class="steps">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        )}
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
