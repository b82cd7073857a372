import type { PushRecords, Sleeper } from '../push/PushRecords.ts';
import type { Subscription } from '../push/deliverPush.ts';
import { WAKE_LIMITS } from '../push/wakeLimits.ts';

/** People who sleep, in this process; keys and wishes are not its business. */
export function createFakePushRecords() {
  const sleepers = new Map<string, Sleeper>();
  const devices = new Map<string, Subscription[]>();
  const records: Pick<PushRecords, 'sleepers' | 'claimWake' | 'subscriptionsOf' | 'forgetEndpoint'> = {
    sleepers: async ({ restedSince, limit }) =>
      [...sleepers.values()].filter(({ wokenAt }) => (wokenAt ?? 0) <= restedSince).slice(0, limit),
    async claimWake({ userId, at, day }) {
      const sleeper = sleepers.get(userId);
      if (!sleeper || at - (sleeper.wokenAt ?? 0) < WAKE_LIMITS.restMs) return false;
      const wokenTimes = sleeper.wokenDay === day ? sleeper.wokenTimes + 1 : 1;
      if (wokenTimes > WAKE_LIMITS.perDay) return false;
      sleepers.set(userId, { ...sleeper, wokenAt: at, wokenDay: day, wokenTimes });
      return true;
    },
    subscriptionsOf: async (userId) => devices.get(userId) ?? [],
    async forgetEndpoint(endpoint) {
      for (const [userId, kept] of devices) {
        devices.set(
          userId,
          kept.filter((device) => device.endpoint !== endpoint),
        );
      }
    },
  };
  return {
    records,
    add(sleeper: Sleeper, ...subscriptions: Subscription[]): void {
      sleepers.set(sleeper.userId, sleeper);
      devices.set(sleeper.userId, subscriptions);
    },
  };
}
