import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { publicProfile } from './people.ts';
import { deviceId } from './queue.ts';
import { endReason } from './sessions.ts';
import { id, timestamp } from './words.ts';

/** Whether these two want to talk again. The other side's wish alone is never told. */
export const again = z.enum(['none', 'me', 'mutual']);
export type Again = z.infer<typeof again>;

export const rating = z.enum(['good', 'fair', 'bad']);
export type Rating = z.infer<typeof rating>;

export const historyInput = z
  .strictObject({
    cursor: z.string().max(200).nullish(),
    limit: z.int().min(1).max(LIMITS.pageMax).default(LIMITS.pageDefault),
  })
  .prefault({});
export type HistoryInput = z.infer<typeof historyInput>;

export const pastSession = z.strictObject({
  id,
  mode: z.enum(['roulette', 'level', 'invite']),
  /** null: the account is gone, or one of the two has blocked the other. */
  partner: publicProfile.nullable(),
  startedAt: timestamp,
  endedAt: timestamp,
  talkMs: z.int(),
  /** As this side was told it. */
  endReason,
  rating: rating.nullable(),
  again,
});
export type PastSession = z.infer<typeof pastSession>;

export const historyPage = z.strictObject({
  items: z.array(pastSession),
  nextCursor: z.string().nullable(),
});
export type HistoryPage = z.infer<typeof historyPage>;

export const rateInput = z.strictObject({ sessionId: id, rating, again: z.boolean() });
export type RateInput = z.infer<typeof rateInput>;

export const rateOutput = z.strictObject({ again });
export type RateOutput = z.infer<typeof rateOutput>;

export const inviteInput = z.strictObject({ userId: id, deviceId });
export type InviteInput = z.infer<typeof inviteInput>;

export const inviteOutput = z.strictObject({ inviteId: id, expiresAt: timestamp });
export type InviteOutput = z.infer<typeof inviteOutput>;

export const answerInviteInput = z.strictObject({ inviteId: id, accept: z.boolean(), deviceId });
export type AnswerInviteInput = z.infer<typeof answerInviteInput>;

export const cancelInviteInput = z.strictObject({ inviteId: id });
export type CancelInviteInput = z.infer<typeof cancelInviteInput>;
