import { useEffect } from 'preact/hooks';
import { formatDayName } from '../i18n/formatDayName.ts';
import { formatBand } from '../i18n/formatNumber.ts';
import { formatTalk } from '../i18n/formatTime.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Mono } from '../ui/Mono.tsx';
import { MINUTE_MS, useNow } from '../ui/useNow.ts';
import { AgainOrAway } from './AgainOrAway.tsx';
import { isHere } from './isHere.ts';
import { PersonSheet } from './PersonSheet.tsx';
import { useOpenItem } from './useOpenItem.ts';
import { lastPartners } from './lastPartners.ts';

const SHOWN = 3;

/** With whom one talked last. Nothing before the first talk. */
export function LastPartners() {
  const i18n = useI18n();
  const { connection, history, safety } = useStores();
  useEffect(() => history.watch('by_the_way'), [history]);
  const nowMs = useNow(MINUTE_MS);
  const state = history.state.value;
  const items = state.phase === 'shown' ? state.items : [];
  const opened = useOpenItem(items, ({ partner }) => partner !== null);
  const last = lastPartners(items, safety.keptAway.value).slice(0, SHOWN);
  if (last.length === 0 && opened.item === null) return null;
  const isKnown = connection.state.value !== 'offline';
  return (
    <div class="partners">
      <h2>{i18n.text('home.last_partners')}</h2>
      <ul class="rows">
        {last.map(({ partner, session }) => {
          const day = formatDayName(new Date(session.startedAt), new Date(nowMs), i18n);
          return (
            <li key={partner.id}>
              <button
                class="rows__who"
                type="button"
                aria-haspopup="dialog"
                onClick={() => opened.open(session)}
              >
                <Mono name={partner.displayName} isHere={isKnown && isHere(partner)} />
                <span class="rows__text">
                  <b>{partner.displayName}</b>
                  <span class="num">
                    {`${formatBand(partner.currentBand)} · ${day}, ${formatTalk(session.talkMs, i18n)}`}
                  </span>
                </span>
              </button>
              <AgainOrAway person={partner} items={items} />
            </li>
          );
        })}
      </ul>
      {opened.item !== null && opened.item.partner !== null && (
        <PersonSheet person={opened.item.partner} talk={opened.item} onClose={opened.close} />
      )}
    </div>
  );
}
