import { useI18n } from '../i18n/I18nContext.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { SafetySteps } from './SafetySteps.tsx';
import type { SafetyStepsProps } from './SafetySteps.tsx';

/** Reporting and blocking, over the call or what comes after it. */
export function SafetySheet(props: SafetyStepsProps) {
  const { text } = useI18n();
  return (
    <Sheet label={text('safety.label', { name: props.person.displayName })} onClose={props.onClose}>
      <SafetySteps {...props} />
    </Sheet>
  );
}
