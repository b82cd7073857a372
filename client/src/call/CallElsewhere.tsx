import { useState } from 'preact/hooks';
import type { Refusal } from '../api/Refusal.ts';
import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';

/** A call that another device has, to be gone on with here. */
export function CallElsewhere() {
  const i18n = useI18n();
  const { callElsewhere } = useStores();
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  if (!callElsewhere.isThere.value) return null;
  const takeOver = async (): Promise<void> => {
    setPending(true);
    setRefusal(await callElsewhere.takeOver());
    setPending(false);
  };
  return (
    <section class="offer-card">
      <div>
        <h2>{i18n.text('elsewhere.title')}</h2>
        <p class="quiet small" role="status">
          {refusal === null ? i18n.text('elsewhere.text') : refusalWords(refusal, i18n)}
        </p>
      </div>
      <div class="offer-card__do">
        <button
          class="button button--main"
          type="button"
          disabled={isPending}
          onClick={() => void takeOver()}
        >
          {i18n.text('elsewhere.continue')}
        </button>
      </div>
    </section>
  );
}
