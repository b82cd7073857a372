import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Empty } from '../ui/Empty.tsx';
import type { ListState } from './PagedList.ts';

interface ListUnshownProps {
  state: Exclude<ListState<unknown>, { phase: 'shown' }>;
  onTryAgain: () => void;
}

/** In place of a list that is not here: it is coming, the server is away, or why it could not be had. */
export function ListUnshown({ state, onTryAgain }: ListUnshownProps) {
  const i18n = useI18n();
  const { connection } = useStores();
  if (state.phase === 'loading') {
    const isAway = connection.state.value === 'offline';
    return (
      <p class="quiet late" role="status">
        {i18n.text(isAway ? 'list.offline' : 'list.loading')}
      </p>
    );
  }
  return (
    <Empty words={refusalWords(state.refusal, i18n)}>
      <button class="button button--small" type="button" onClick={onTryAgain}>
        {i18n.text('action.try_again')}
      </button>
    </Empty>
  );
}
