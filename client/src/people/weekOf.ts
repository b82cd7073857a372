import type { PastSession } from '@suhbatdosh/server/contract';

interface WeekDay {
  /** Midnight of this device's time zone. */
  startMs: number;
  /** Talks in which something was heard. */
  talks: number;
  isToday: boolean;
}

interface Week {
  /** Monday to Sunday. */
  days: readonly WeekDay[];
  talkMs: number;
}

/** The week around `nowMs` as this device's calendar has it. */
export function weekOf(items: readonly Pick<PastSession, 'startedAt' | 'talkMs'>[], nowMs: number): Week {
  const today = new Date(nowMs);
  const sinceMonday = (today.getDay() + 6) % 7;
  const midnight = (day: number): number =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - sinceMonday + day).getTime();
  const heard = items
    .filter(({ talkMs }) => talkMs > 0)
    .map(({ startedAt, talkMs }) => ({ atMs: Date.parse(startedAt), talkMs }));
  const between = (fromMs: number, toMs: number) => heard.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  return {
    days: Array.from({ length: 7 }, (_, day) => ({
      startMs: midnight(day),
      talks: between(midnight(day), midnight(day + 1)).length,
      isToday: day === sinceMonday,
    })),
    talkMs: between(midnight(0), midnight(7)).reduce((sum, { talkMs }) => sum + talkMs, 0),
  };
}
