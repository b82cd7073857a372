import type { PastSession } from '@suhbatdosh/server/contract';
import { useEffect } from 'preact/hooks';
import { capitalised, formatDayName } from '../i18n/formatDayName.ts';
import { formatBand } from '../i18n/formatNumber.ts';
import { formatTalk } from '../i18n/formatTime.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Empty } from '../ui/Empty.tsx';
import { Mono } from '../ui/Mono.tsx';
import { Title } from '../ui/Title.tsx';
import { MINUTE_MS, useNow } from '../ui/useNow.ts';
import { AgainOrAway } from './AgainOrAway.tsx';
import { groupByDay } from './groupByDay.ts';
import { isHere } from './isHere.ts';
import { ListFoot } from './ListFoot.tsx';
import { ListUnshown } from './ListUnshown.tsx';
import type { More } from './PagedList.ts';
import { PersonSheet } from './PersonSheet.tsx';
import { useOpenItem } from './useOpenItem.ts';
import { Week } from './Week.tsx';
import { weekOf } from './weekOf.ts';

export function HistoryScreen() {
  const { text } = useI18n();
  const { history } = useStores();
  useEffect(() => history.watch('closely'), [history]);
  const state = history.state.value;
  if (state.phase === 'shown' && state.items.length > 0) {
    return <Past items={state.items} more={state.more} />;
  }
  return (
    <main class="page">
      <div class="page__top">
        <Title>{text('nav.history')}</Title>
      </div>
      {state.phase === 'shown' ? (
        <Empty words={text('history.empty')}>
          <a class="button button--small" href="/">
            {text('home.find')}
          </a>
        </Empty>
      ) : (
        <ListUnshown state={state} onTryAgain={history.tryAgain} />
      )}
    </main>
  );
}

function Past({ items, more }: { items: readonly PastSession[]; more: More }) {
  const i18n = useI18n();
  const { text } = i18n;
  const { history } = useStores();
  const now = new Date(useNow(MINUTE_MS));
  const opened = useOpenItem(items, ({ partner }) => partner !== null);
  const week = weekOf(items, now.getTime());
  useWholeWeek(items, more, week.days[0]?.startMs ?? 0);
  return (
    <main class="page">
      <div class="page__top">
        <Title>
          {week.talkMs === 0
            ? text('history.title')
            : text('history.week', { time: formatTalk(week.talkMs, i18n) })}
        </Title>
        <p class="quiet small lead-gap">{text('history.star')}</p>
      </div>
      <Week days={week.days} />
      <div class="days">
        {groupByDay(items).map((day) => (
          <section key={day.startMs}>
            <h2>{capitalised(formatDayName(new Date(day.startMs), now, i18n))}</h2>
            <ul class="rows">
              {day.items.map((item) => (
                <TalkRow key={item.id} talk={item} items={items} onOpen={() => opened.open(item)} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <ListFoot more={more} onMore={history.more} />
      {opened.item !== null && opened.item.partner !== null && (
        <PersonSheet person={opened.item.partner} talk={opened.item} onClose={opened.close} />
      )}
    </main>
  );
}

/** The sum of the week is only true with all of the week's talks. */
function useWholeWeek(items: readonly PastSession[], more: More, mondayMs: number): void {
  const { history } = useStores();
  const oldest = items.at(-1);
  const isCut = more.step === 'some' && oldest !== undefined && Date.parse(oldest.startedAt) >= mondayMs;
  useEffect(() => {
    if (isCut) history.more();
  }, [isCut, items.length, history]);
}

interface TalkRowProps {
  talk: PastSession;
  items: readonly PastSession[];
  onOpen: () => void;
}

function TalkRow({ talk, items, onOpen }: TalkRowProps) {
  const i18n = useI18n();
  const { connection, safety } = useStores();
  const length = talk.talkMs === 0 ? i18n.text('history.not_connected') : formatTalk(talk.talkMs, i18n);
  const { partner } = talk;
  if (partner === null || safety.keptAway.value.has(partner.id)) {
    return (
      <li>
        <Mono name="–" isHere={false} />
        <div class="rows__text">
          <b class="quiet">{i18n.text('history.gone')}</b>
          <span class="num">{length}</span>
        </div>
      </li>
    );
  }
  const isKnown = connection.state.value !== 'offline';
  return (
    <li>
      <button class="rows__who" type="button" aria-haspopup="dialog" onClick={onOpen}>
        <Mono name={partner.displayName} isHere={isKnown && isHere(partner)} />
        <span class="rows__text">
          <b>{partner.displayName}</b>
          <span class="num">{`${formatBand(partner.currentBand)} · ${length}`}</span>
        </span>
      </button>
      <AgainOrAway person={partner} items={items} />
    </li>
  );
}
