import type { Clock } from '../clock/Clock.ts';
import { AppError } from '../contract/errors.ts';
import type { PushPreferences, SubscribeInput } from '../contract/index.ts';
import type { Limits } from '../limits/Limits.ts';
import type { VapidKeys } from './createVapidKeys.ts';
import { isCurvePoint } from './encryptPush.ts';
import { toPushEndpoint } from './endpointRules.ts';
import type { PushRecords, SubscriptionOwner } from './PushRecords.ts';

/** Opting in is an act of its own; at night a phone is silent unless its owner says otherwise. */
const UNSET: PushPreferences = {
  partnerWaiting: false,
  quietFrom: '22:00',
  quietTo: '08:00',
  timeZone: 'Asia/Tashkent',
};

interface PushDeps {
  records: PushRecords;
  keys: VapidKeys;
  clock: Clock;
  limits: Limits;
  /** Patterns of the hosts that endpoints may be at. */
  hosts: readonly string[];
}

export type Push = ReturnType<typeof createPush>;

/** Which devices a person has given out to be woken at, and what for. */
export function createPush({ records, keys, clock, limits, hosts }: PushDeps) {
  return {
    publicKey: async (): Promise<string> => (await keys.current()).publicKey,

    /** Again for the same browser confirms it. @throws AppError PUSH_ENDPOINT_REFUSED, WRONG_INPUT, TOO_MANY_REQUESTS */
    async subscribe(owner: SubscriptionOwner, { endpoint, keys: { p256dh, auth } }: SubscribeInput) {
      await limits.consume('push', owner.userId);
      if (toPushEndpoint(endpoint, hosts) === null) throw new AppError('PUSH_ENDPOINT_REFUSED');
      if (!isCurvePoint(Buffer.from(p256dh, 'base64url'))) {
        throw new AppError('WRONG_INPUT', { fields: { keys: ['p256dh is no point of P-256'] } });
      }
      await records.addSubscription({ endpoint, p256dh, auth }, owner, clock.now());
    },

    /** One's own; unknown ones are fine. @throws AppError TOO_MANY_REQUESTS */
    async unsubscribe(userId: string, endpoint: string): Promise<void> {
      await limits.consume('push', userId);
      await records.removeSubscription(endpoint, userId);
    },

    /** @throws AppError TOO_MANY_REQUESTS */
    async preferences(userId: string): Promise<PushPreferences> {
      await limits.consume('push', userId);
      return (await records.preferences(userId)) ?? UNSET;
    },

    /** @throws AppError TOO_MANY_REQUESTS */
    async setPreferences(userId: string, preferences: PushPreferences): Promise<PushPreferences> {
      await limits.consume('push', userId);
      await records.setPreferences(userId, preferences);
      return preferences;
    },
  };
}
