import { AppError } from '../contract/errors.ts';
import type { ReportReason } from '../contract/index.ts';
import type { Clock } from '../clock/Clock.ts';
import type { Database } from '../database/Database.ts';
import { Report } from './Report.entity.ts';

export interface ReportSummary {
  id: string;
  createdAt: Date;
  reason: ReportReason;
  /** A username; null: that account is deleted. */
  reporter: string | null;
  reported: string;
  /** Whether the reported account is banned now. */
  isBanned: boolean;
  /** null: waits for somebody. */
  handledAt: Date | null;
}

export interface FullReport extends ReportSummary {
  sessionId: string | null;
  text: string | null;
  /** The chat of the session as it was; `from` is a username, or an id of somebody who is neither of the two. */
  messages: readonly { from: string; text: string; sentAt: string }[];
}

/** Reports, for whoever looks after them. */
export interface ReportDesk {
  /** Newest first. */
  list(options: { status: 'open' | 'all'; limit: number }): Promise<ReportSummary[]>;
  /** @param idStart a whole id, or as much of its beginning or end as only one report has @throws AppError NOT_FOUND */
  get(idStart: string): Promise<FullReport>;
  /** Handling one again keeps the first time. @throws AppError NOT_FOUND */
  resolve(idStart: string): Promise<ReportSummary>;
}

const POPULATED = { populate: ['reporter', 'reported'] } as const;

export function createReportDesk(database: Database, clock: Clock): ReportDesk {
  /** Ids begin with their time: those of one day begin alike, and it is the end that tells them apart. */
  async function idOf(part: string): Promise<string> {
    if (!/^[0-9a-f-]{4,36}$/.test(part)) throw new AppError('NOT_FOUND');
    const rows = await database.use((em) =>
      em.execute<{ id: string }[]>('select id from report where id::text like ? or id::text like ? limit 2', [
        `${part}%`,
        `%${part}`,
      ]),
    );
    const [row] = rows;
    if (row === undefined || rows.length > 1) throw new AppError('NOT_FOUND');
    return row.id;
  }

  async function get(part: string): Promise<FullReport> {
    const id = await idOf(part);
    return database.use(async (em) => {
      const report = await em.findOneOrFail(Report, id, POPULATED);
      const names = new Map(
        [report.reporter, report.reported].flatMap((account) =>
          account === null ? [] : [[account.id, account.$.username] as const],
        ),
      );
      return {
        ...toSummary(report),
        sessionId: report.session?.id ?? null,
        text: report.text,
        messages: (report.evidence?.messages ?? []).map((message) => ({
          ...message,
          from: names.get(message.from) ?? message.from,
        })),
      };
    });
  }

  return {
    list: ({ status, limit }) =>
      database.use(async (em) => {
        const where = status === 'open' ? { handledAt: null } : {};
        const reports = await em.find(Report, where, {
          ...POPULATED,
          orderBy: { createdAt: 'desc', id: 'desc' },
          limit,
        });
        return reports.map(toSummary);
      }),

    get,

    async resolve(part) {
      const id = await idOf(part);
      await database.use((em) =>
        em.nativeUpdate(Report, { id, handledAt: null }, { handledAt: new Date(clock.now()) }),
      );
      return get(id);
    },
  };
}

type LoadedReport = Pick<Report, 'id' | 'createdAt' | 'reason' | 'handledAt'> & {
  reporter: { $: { username: string } } | null;
  reported: { $: { username: string; bannedAt: Date | null } };
};

function toSummary(report: LoadedReport): ReportSummary {
  return {
    id: report.id,
    createdAt: report.createdAt,
    reason: report.reason,
    reporter: report.reporter?.$.username ?? null,
    reported: report.reported.$.username,
    isBanned: report.reported.$.bannedAt !== null,
    handledAt: report.handledAt,
  };
}
