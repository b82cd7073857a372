import type { PublicProfile } from '@suhbatdosh/server/contract';
import { useEffect } from 'preact/hooks';
import { formatBand } from '../i18n/formatNumber.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Either } from '../ui/Either.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Mono } from '../ui/Mono.tsx';
import { Title } from '../ui/Title.tsx';
import { isHere } from './isHere.ts';
import { ListFoot } from './ListFoot.tsx';
import { ListUnshown } from './ListUnshown.tsx';
import type { PeopleFilter } from './PeopleStore.ts';
import { PersonSheet } from './PersonSheet.tsx';
import { PresenceWords } from './PresenceWords.tsx';
import { useOpenItem } from './useOpenItem.ts';

const WHO: readonly PeopleFilter['who'][] = ['level', 'here', 'all'];
/** As long as the server takes one. */
const SEARCH_MAX = 40;

export function PeopleScreen() {
  const { text } = useI18n();
  const { people, queue, history } = useStores();
  useEffect(() => people.watch(), [people]);
  useEffect(() => queue.watch(), [queue]);
  // Whose wish is mutual.
  useEffect(() => history.watch('by_the_way'), [history]);
  const { who, search } = people.filter.value;
  return (
    <main class="page">
      <div class="page__top">
        <Heading />
      </div>
      <search class="find-people">
        <Either
          label={text('people.filter')}
          value={who}
          options={WHO.map((value) => ({ value, words: text(`people.${value}`) }))}
          onChange={people.setWho}
        />
        <div class="input__box">
          <Icon name="search" />
          <input
            type="search"
            aria-label={text('people.search')}
            placeholder={text('people.search')}
            autocomplete="off"
            spellcheck={false}
            maxLength={SEARCH_MAX}
            value={search}
            onInput={(event) => people.setSearch(event.currentTarget.value)}
          />
        </div>
      </search>
      <People />
    </main>
  );
}

/** How many are here, ourselves among them. */
function Heading() {
  const { text, counted } = useI18n();
  const { queue, connection } = useStores();
  // Who was here before the connection went says nothing of now.
  const status = connection.state.value === 'offline' ? null : queue.status.value;
  return <Title>{status === null ? text('nav.people') : counted('people.here_now', status.online)}</Title>;
}

function People() {
  const { people, safety } = useStores();
  const state = people.state.value;
  const all = state.phase === 'shown' ? state.items : [];
  const opened = useOpenItem(all);
  const shown = all.filter(({ id }) => !safety.keptAway.value.has(id));
  return (
    <>
      {state.phase !== 'shown' && <ListUnshown state={state} onTryAgain={people.tryAgain} />}
      {state.phase === 'shown' && shown.length === 0 && <Nobody />}
      {shown.length > 0 && (
        <ul class="rows">
          {shown.map((person) => (
            <PersonRow key={person.id} person={person} onOpen={() => opened.open(person)} />
          ))}
        </ul>
      )}
      {state.phase === 'shown' && <ListFoot more={state.more} onMore={people.more} />}
      {opened.item !== null && <PersonSheet person={opened.item} talk={null} onClose={opened.close} />}
    </>
  );
}

function PersonRow({ person, onOpen }: { person: PublicProfile; onOpen: () => void }) {
  const { connection } = useStores();
  const isKnown = connection.state.value !== 'offline';
  return (
    <li>
      <button class="rows__who" type="button" aria-haspopup="dialog" onClick={onOpen}>
        <Mono name={person.displayName} isHere={isKnown && isHere(person)} />
        <span class="rows__text">
          <b>{person.displayName}</b>
          <span class="num">{`${formatBand(person.currentBand)} → ${formatBand(person.targetBand)}`}</span>
        </span>
        <PresenceWords person={person} />
      </button>
    </li>
  );
}

/** Nobody with this filter; the next wider one is a tap away. */
function Nobody() {
  const { text } = useI18n();
  const { people } = useStores();
  const { who, search } = people.filter.value;
  const wider = who === 'level' && search.trim() === '' ? 'here' : 'all';
  const words = search.trim() === '' ? (`people.none_${who}` as const) : 'people.none_found';
  return (
    <Empty words={text(words)}>
      {who !== wider && (
        <button class="button button--small" type="button" onClick={() => people.setWho(wider)}>
          {text(`people.look_${wider}`)}
        </button>
      )}
    </Empty>
  );
}
