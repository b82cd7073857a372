import type { Database } from '../database/Database.ts';

/** What lasts, counted. */
export interface Figures {
  accounts: { all: number; banned: number; newInDay: number; newInWeek: number };
  /** People who were seen. */
  active: { inDay: number; inWeek: number };
  sessions: {
    inDay: number;
    inWeek: number;
    /** Of the last week: share of all that were ever heard, 0 to 1; null: there were none. */
    heardShare: number | null;
    /** Of those that were heard: share that went through the relay; null: there were none. */
    relayShare: number | null;
    /** Of the last week, milliseconds; null: there were none. */
    medianTalkMs: number | null;
  };
  openReports: number;
}

interface Row {
  accounts: number;
  banned: number;
  new_day: number;
  new_week: number;
  active_day: number;
  active_week: number;
  sessions_day: number;
  sessions_week: number;
  ended: number;
  heard: number;
  relayed: number;
  median_talk: number | null;
  open_reports: number;
}

const DAY_MS = 24 * 3_600_000;

/** All in one statement: the embedded database does one thing at a time. */
const QUESTION = `
select
  (select count(*)::int from account) as accounts,
  (select count(*)::int from account where banned_at is not null) as banned,
  (select count(*)::int from account where created_at > ?) as new_day,
  (select count(*)::int from account where created_at > ?) as new_week,
  (select count(*)::int from profile where last_seen_at > ?) as active_day,
  (select count(*)::int from profile where last_seen_at > ?) as active_week,
  count(*) filter (where started_at > ?)::int as sessions_day,
  count(*)::int as sessions_week,
  count(ended_at)::int as ended,
  count(*) filter (where ended_at is not null and connected_at is not null)::int as heard,
  count(*) filter (where ended_at is not null and connected_at is not null and path = 'relay')::int as relayed,
  percentile_cont(0.5) within group (order by talk_ms)
    filter (where ended_at is not null and connected_at is not null)::float8 as median_talk,
  (select count(*)::int from report where handled_at is null) as open_reports
from speaking_session where started_at > ?`;

/** @param now milliseconds since 1970 */
export async function readFigures(database: Database, now: number): Promise<Figures> {
  const day = new Date(now - DAY_MS);
  const week = new Date(now - 7 * DAY_MS);
  const [row] = await database.use((em) => em.execute<Row[]>(QUESTION, [day, week, day, week, day, week]));
  if (row === undefined) throw new Error('the database answered with nothing');
  return {
    accounts: { all: row.accounts, banned: row.banned, newInDay: row.new_day, newInWeek: row.new_week },
    active: { inDay: row.active_day, inWeek: row.active_week },
    sessions: {
      inDay: row.sessions_day,
      inWeek: row.sessions_week,
      heardShare: row.ended === 0 ? null : row.heard / row.ended,
      relayShare: row.heard === 0 ? null : row.relayed / row.heard,
      medianTalkMs: row.median_talk,
    },
    openReports: row.open_reports,
  };
}
