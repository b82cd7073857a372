import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { publicProfile } from './people.ts';
import { deviceId, queueStatus } from './queue.ts';
import {
  chatMessage,
  endReason,
  iceServer,
  iceTransportPolicy,
  sessionRole,
  sessionView,
  signal,
} from './sessions.ts';
import { id, timestamp } from './words.ts';

/** What a device's event stream carries; each one is `tracked` (an untracked one would reset the client's `lastEventId`). */
export const serverEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('snapshot'),
    queue: queueStatus,
    session: sessionView.nullable(),
    serverTime: timestamp,
  }),
  z.strictObject({ type: z.literal('queue_joined'), status: queueStatus }),
  z.strictObject({ type: z.literal('queue_status'), status: queueStatus }),
  z.strictObject({
    type: z.literal('queue_left'),
    reason: z.enum(['left', 'taken_elsewhere', 'expired']),
  }),
  z.strictObject({ type: z.literal('matched'), session: sessionView }),
  z.strictObject({
    type: z.literal('prepare'),
    sessionId: id,
    role: sessionRole,
    iceServers: z.array(iceServer),
    iceTransportPolicy,
  }),
  z.strictObject({ type: z.literal('prepare_cancelled'), sessionId: id }),
  z.strictObject({ type: z.literal('signal'), sessionId: id, signals: z.array(signal) }),
  z.strictObject({ type: z.literal('chat'), message: chatMessage }),
  z.strictObject({
    type: z.literal('partner_state'),
    sessionId: id,
    state: z.enum(['connected', 'reconnecting', 'background']),
  }),
  z.strictObject({
    type: z.literal('session_ended'),
    sessionId: id,
    reason: endReason,
    requeued: z.boolean(),
  }),
  z.strictObject({ type: z.literal('invited'), inviteId: id, from: publicProfile, expiresAt: timestamp }),
  z.strictObject({
    type: z.literal('invite_over'),
    inviteId: id,
    reason: z.enum(['declined', 'expired', 'cancelled']),
  }),
  z.strictObject({ type: z.literal('taken_elsewhere'), deviceId: z.string() }),
  z.strictObject({ type: z.literal('notice'), code: z.string() }),
]);
export type ServerEvent = z.infer<typeof serverEvent>;

export const streamInput = z.strictObject({
  deviceId,
  /** The last id that this device has seen; an unknown or too old one is answered by a `snapshot`. */
  lastEventId: z.string().max(LIMITS.eventIdMax).nullish(),
});
export type StreamInput = z.infer<typeof streamInput>;
