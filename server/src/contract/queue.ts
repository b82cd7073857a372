import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { id, mode, timestamp, tolerance } from './words.ts';

/** One open app of a user: a tab, a phone. The client makes it and keeps it over reloads. */
export const deviceId = z
  .string()
  .min(1)
  .max(LIMITS.deviceIdMax)
  .regex(/^[\x21-\x7e]+$/, 'printable ASCII without spaces');

export const queueStatus = z.strictObject({
  state: z.enum(['idle', 'waiting', 'in_session']),
  mode: mode.nullable(),
  joinedAt: timestamp.nullable(),
  tolerance: z.number().nullable(),
  nextRoundAt: timestamp,
  /** Milliseconds from one round to the next. */
  roundMs: z.int(),
  waiting: z.strictObject({ roulette: z.int(), level: z.int() }),
  online: z.int(),
  /** null: too little has been seen at this hour to say. */
  estimatedWaitMs: z.int().nullable(),
  sessionId: id.nullable(),
});
export type QueueStatus = z.infer<typeof queueStatus>;

export const joinInput = z.strictObject({
  mode,
  deviceId,
  /** Whether this device answers `prepare` and tells `queue.prepared`; without it level mode matches at once. */
  prepares: z.boolean().optional(),
});
export type JoinInput = z.infer<typeof joinInput>;

export const widenInput = z.strictObject({ tolerance });
export type WidenInput = z.infer<typeof widenInput>;

export const preparedInput = z.strictObject({ sessionId: id });
export type PreparedInput = z.infer<typeof preparedInput>;

export const leaveOutput = z.strictObject({ left: z.boolean() });
