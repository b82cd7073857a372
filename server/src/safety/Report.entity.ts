import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';
import { LIMITS } from '../contract/limits.ts';
import { SpeakingSession } from '../sessions/SpeakingSession.entity.ts';

const REASONS = [
  'sexual',
  'insult',
  'asks_money_or_contacts',
  'under_age',
  'not_practising',
  'other',
] as const;

/** What was said at the time, kept because chat itself is deleted after 30 days. */
interface ReportEvidence {
  messages: readonly { from: string; text: string; sentAt: string }[];
}

const reportSchema = defineEntity({
  name: 'Report',
  tableName: 'report',
  properties: {
    id: p.uuid().primary(),
    /** Null: the account that reported is deleted; the report stays. */
    reporter: () => p.manyToOne(Account).ref().strictNullable().deleteRule('set null').index(),
    reported: () => p.manyToOne(Account).ref().deleteRule('cascade').index(),
    /** Null: not about a certain session. */
    session: () => p.manyToOne(SpeakingSession).ref().strictNullable().deleteRule('set null').index(),
    reason: p.enum(REASONS),
    text: p.string().length(LIMITS.reportTextMax).strictNullable(),
    evidence: p.json<ReportEvidence>().strictNullable(),
    createdAt: p.datetime(3),
    /** Null: waits for a moderator. */
    handledAt: p.datetime(3).strictNullable().index(),
  },
});

export class Report extends reportSchema.class {}
reportSchema.setClass(Report);
