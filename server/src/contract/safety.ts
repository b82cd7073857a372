import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { visibleText } from './text.ts';
import { id } from './words.ts';

export const personInput = z.strictObject({ userId: id });
export type PersonInput = z.infer<typeof personInput>;

export const reportReason = z.enum([
  'sexual',
  'insult',
  'asks_money_or_contacts',
  'under_age',
  'not_practising',
  'other',
]);
export type ReportReason = z.infer<typeof reportReason>;

export const reportInput = z.strictObject({
  userId: id,
  /** The session that it happened in; its chat is kept with the report. */
  sessionId: id.nullish(),
  reason: reportReason,
  text: visibleText({ min: 0, max: LIMITS.reportTextMax, lines: true }).nullish(),
});
export type ReportInput = z.infer<typeof reportInput>;

export const reportOutput = z.strictObject({ id });
