import { z } from 'zod';
import type { FullReport, ReportSummary } from '../../safety/createReportDesk.ts';
import { type Command, defineCommand } from '../Command.ts';
import { toTable } from '../toTable.ts';

/** Everything of an id, or enough of its beginning or end. */
const reportId = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f-]{4,36}$/, 'must be the id of a report, or at least 4 signs of its beginning or end');

const ID_WORDS = 'ID is the id from list-reports, or enough of its beginning or end.';

const time = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');
const who = (report: ReportSummary): string => `${report.reported}${report.isBanned ? ' (banned)' : ''}`;
const status = ({ handledAt }: ReportSummary): string =>
  handledAt === null ? 'open' : `handled ${time(handledAt)}`;

const listReports = defineCommand({
  name: 'list-reports',
  summary: 'who reported whom, why, and whether somebody has looked at it',
  usage: '[--all] [--limit 50]',
  details: ['Newest first, times in UTC. Without --all only those that nobody has handled.'],
  places: [],
  options: { all: 'flag', limit: 'value' },
  secret: null,
  input: z.strictObject({
    all: z.boolean().default(false),
    limit: z.coerce.number().int().min(1).max(1000).default(50),
  }),
  async run(desk, { all, limit }, say) {
    const { reports } = await desk.house();
    const list = await reports.list({ status: all ? 'all' : 'open', limit });
    if (list.length === 0) say(all ? 'there are no reports' : 'there are no open reports');
    else {
      const rows = list.map((report) => [
        report.id,
        time(report.createdAt),
        report.reason,
        report.reporter ?? '(deleted)',
        who(report),
        status(report),
      ]);
      for (const line of toTable(['id', 'time', 'reason', 'by', 'about', 'status'], rows)) say(line);
    }
    return { isOk: true, data: list };
  },
});

const showReport = defineCommand({
  name: 'show-report',
  summary: 'one report, with what was written in the session',
  usage: 'ID',
  details: [ID_WORDS, 'The chat is as it was when the report was made; voices are never recorded.'],
  places: ['id'],
  options: {},
  secret: null,
  input: z.strictObject({ id: reportId }),
  async run(desk, { id }, say) {
    const { reports } = await desk.house();
    const report = await reports.get(id);
    for (const line of toLines(report)) say(line);
    return { isOk: true, data: report };
  },
});

const resolveReport = defineCommand({
  name: 'resolve-report',
  summary: 'takes a report off the list of open ones',
  usage: 'ID',
  details: [ID_WORDS, 'To lock the person out: suhbatdosh ban USERNAME.'],
  places: ['id'],
  options: {},
  secret: null,
  input: z.strictObject({ id: reportId }),
  async run(desk, { id }, say) {
    const { reports } = await desk.house();
    const report = await reports.resolve(id);
    say(`${report.id} is ${status(report)}`);
    return { isOk: true, data: report };
  },
});

function toLines(report: FullReport): string[] {
  const { text, messages } = report;
  return [
    `report    ${report.id}`,
    `made      ${time(report.createdAt)} UTC by ${report.reporter ?? '(deleted)'}`,
    `about     ${who(report)}`,
    `reason    ${report.reason}`,
    `status    ${status(report)}`,
    `session   ${report.sessionId ?? '(none)'}`,
    ...(text === null ? [] : ['', ...text.split('\n').map((line) => `  ${line}`)]),
    '',
    messages.length === 0 ? 'nothing was written in the chat' : 'chat',
    ...messages.flatMap((message) => {
      const [first = '', ...more] = message.text.split('\n');
      const head = `  ${message.sentAt.slice(11, 19)}  ${message.from}: `;
      return [head + first, ...more.map((line) => ' '.repeat(head.length) + line)];
    }),
  ];
}

export const reportCommands: readonly Command[] = [listReports, showReport, resolveReport];
