import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import type { More } from './PagedList.ts';

/** The way to what comes below; nothing at the end. */
export function ListFoot({ more, onMore }: { more: More; onMore: () => void }) {
  const i18n = useI18n();
  if (more.step === 'none') return null;
  const isLoading = more.step === 'loading';
  return (
    <div class="below">
      <RefusedLine words={more.step === 'failed' ? refusalWords(more.refusal, i18n) : null} />
      <button
        class="button button--small"
        type="button"
        aria-disabled={isLoading}
        onClick={isLoading ? undefined : onMore}
      >
        {i18n.text(isLoading ? 'list.loading' : more.step === 'failed' ? 'action.try_again' : 'list.more')}
      </button>
    </div>
  );
}
