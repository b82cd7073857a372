import type { PublicProfile } from '@suhbatdosh/server/contract';
import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { RefusedLine } from '../ui/RefusedLine.tsx';

/** What came of a report or a block. Nothing while nothing was asked for. */
export function SafetyOutcome({ person }: { person: PublicProfile }) {
  const i18n = useI18n();
  const { safety } = useStores();
  const step = safety.steps.value.get(person.id);
  if (step === undefined) return null;
  if (step.step === 'refused') {
    return (
      <>
        <RefusedLine words={refusalWords(step.refusal, i18n)} />
        <button class="button" type="button" onClick={() => safety.tryAgain(person.id)}>
          {i18n.text('action.try_again')}
        </button>
      </>
    );
  }
  const name = person.displayName;
  return (
    <p class="said" role="status">
      <Icon name={step.what === 'report' ? 'flag' : 'block'} />
      <span>
        {step.step === 'sending'
          ? i18n.text('safety.sending')
          : i18n.text(`safety.${step.what}_done`, { name })}
      </span>
    </p>
  );
}
