import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Empty } from '../ui/Empty.tsx';
import { SMALL_STAR } from '../ui/starPaths.ts';
import type { ListState } from './PagedList.ts';

/** How long the names are in the rows that stand for the coming ones, in units of the box below. */
const GHOSTS = [74, 96, 60, 84];

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
    return isAway ? (
      <p class="quiet late" role="status">
        {i18n.text('list.offline')}
      </p>
    ) : (
      <>
        <p class="sr" role="status">
          {i18n.text('list.loading')}
        </p>
        <ul class="rows late" aria-hidden="true">
          {GHOSTS.map((width) => (
            <GhostRow key={width} width={width} />
          ))}
        </ul>
      </>
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

/** The shape of a row, without its words. */
function GhostRow({ width }: { width: number }) {
  return (
    <li class="ghost">
      <svg viewBox="-50 -50 100 100">
        <path d={SMALL_STAR} />
      </svg>
      <svg class="ghost__words" viewBox="0 0 160 40">
        <rect width={width} height="12" y="3" />
        <rect width="52" height="9" y="26" />
      </svg>
    </li>
  );
}
