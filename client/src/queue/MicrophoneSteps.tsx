import type { MicrophoneTrouble } from '../call/Microphone.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { platformOf } from '../ui/platformOf.ts';

/** Where the microphone is allowed on this device; nothing where permission is not what is missing. */
export function MicrophoneSteps({ why }: { why: MicrophoneTrouble }) {
  const { text } = useI18n();
  if (why !== 'refused') return null;
  const platform = platformOf(navigator.userAgent, navigator.maxTouchPoints);
  const steps = [text(`microphone.${platform}_1`), text(`microphone.${platform}_2`), text('microphone.then')];
  return (
    <ol class="steps">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
