import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** Base64url without padding, as `PushSubscription.toJSON()` writes it, of exactly so many bytes. */
const bytes = (count: number) =>
  z
    .string()
    .length(Math.ceil((count * 4) / 3))
    .regex(/^[\w-]+$/, 'must be base64url without padding');

/** Whether it is one of ours to send to is the use case's to say: PUSH_ENDPOINT_REFUSED. */
const endpoint = z.string().min(1).max(LIMITS.pushEndpointMax);

export const subscribeInput = z.strictObject({
  endpoint,
  keys: z.strictObject({
    /** The device's point on P-256, uncompressed (RFC 8291, 2.1). */
    p256dh: bytes(65),
    auth: bytes(16),
  }),
});
export type SubscribeInput = z.infer<typeof subscribeInput>;

export const unsubscribeInput = z.strictObject({ endpoint });

/** On a clock of 24 hours. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');

const timeZone = z
  .string()
  .max(LIMITS.timeZoneMax)
  // Offsets such as +05:00 know no summer time.
  .regex(/^[A-Za-z][\w+/-]*$/, 'must be a name of the IANA time zone database')
  .refine(isTimeZone, 'must be a name of the IANA time zone database');

export const pushPreferences = z
  .strictObject({
    /** Whether to be told when somebody at one's level waits. */
    partnerWaiting: z.boolean(),
    /** In `timeZone`, up to `quietTo`, over midnight if that is earlier; null: no quiet hours. The same as `quietTo`: always quiet. */
    quietFrom: timeOfDay.nullable(),
    quietTo: timeOfDay.nullable(),
    timeZone,
  })
  .refine(({ quietFrom, quietTo }) => quietFrom === null || quietTo !== null, {
    message: 'quiet hours that begin must end',
    path: ['quietTo'],
  });
export type PushPreferences = z.infer<typeof pushPreferences>;

export const publicKeyOutput = z.strictObject({ key: z.string() });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
