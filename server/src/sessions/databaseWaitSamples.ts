import type { Database } from '../database/Database.ts';
import type { WaitSample, WaitSamples } from '../matching/WaitSamples.ts';

const WEEKS = 4;
/** Around the hour: this long before it and after it. */
const AROUND_MINUTES = 60;
const DAY_MINUTES = 24 * 60;
const MOST_SESSIONS = 2_000;

/** The time of day by which `started_at` is this many minutes from now's, over midnight too. */
const AROUND_NOW = `
  select waits from speaking_session
  where started_at > ? and waits is not null
    and mod((extract(epoch from started_at) / 60)::int - ? + ${DAY_MINUTES + AROUND_MINUTES}, ${DAY_MINUTES})
      <= ${2 * AROUND_MINUTES}
  order by started_at desc limit ${MOST_SESSIONS}`;

/** The waits before the sessions that the archive has written down: one statement. */
export function createDatabaseWaitSamples(database: Database): WaitSamples {
  return {
    async aroundHourOf(now) {
      const since = new Date(now - WEEKS * 7 * DAY_MINUTES * 60_000);
      const minuteOfDay = Math.floor(now / 60_000) % DAY_MINUTES;
      const rows = await database.use((em) =>
        em.execute<{ waits: WaitSample[] }[]>(AROUND_NOW, [since, minuteOfDay]),
      );
      return rows.flatMap(({ waits }) => waits);
    },
  };
}
