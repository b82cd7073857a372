import { formatWeekday } from '../i18n/formatDayName.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { SMALL_STAR } from '../ui/starPaths.ts';
import type { weekOf } from './weekOf.ts';

/** A star that touches the next one above it. */
const STAR_HEIGHT = 94;
/** A higher tower would push the list off the screen; the number beside it is read out anyway. */
const STARS_MAX = 5;

/** One star a talk, stacked. An empty day is a faint line and no reproach. */
export function Week({ days }: Pick<ReturnType<typeof weekOf>, 'days'>) {
  const i18n = useI18n();
  return (
    <ol class="week" aria-label={i18n.text('history.days')}>
      {days.map(({ startMs, talks, isToday }) => {
        const stars = Math.min(STARS_MAX, Math.max(1, talks));
        const rise = (stars - 1) * STAR_HEIGHT;
        return (
          <li key={startMs} aria-current={isToday ? 'date' : undefined}>
            <svg viewBox={`-50 ${-50 - rise} 100 ${100 + rise}`} aria-hidden="true">
              {Array.from({ length: stars }, (_, index) => (
                <path
                  key={index}
                  class={talks === 0 ? 'none' : 'full'}
                  transform={`translate(0 ${-index * STAR_HEIGHT})`}
                  d={SMALL_STAR}
                />
              ))}
            </svg>
            {formatWeekday(new Date(startMs), i18n)}
            <span class="sr">{i18n.counted('history.talks', talks)}</span>
          </li>
        );
      })}
    </ol>
  );
}
