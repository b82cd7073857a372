import { beforeEach, expect, test } from 'vitest';
import { Account } from '../accounts/Account.entity.ts';
import { systemClock } from '../clock/systemClock.ts';
import { describeOnDatabases } from '../database/testDatabases.ts';
import { accountsOn, aRegistration, CALLER } from '../testing/accountsOn.ts';
import { aPushDevice } from '../testing/aPushDevice.ts';
import { createVapidKeys } from './createVapidKeys.ts';
import { createDatabasePushRecords } from './databasePushRecords.ts';
import type { PushRecords, SubscriptionOwner } from './PushRecords.ts';
import type { Subscription } from './deliverPush.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const MINUTE = 60_000;
const WISHES = { partnerWaiting: true, quietFrom: '22:00', quietTo: '08:00', timeZone: 'Asia/Tashkent' };

function aSubscription(): Subscription {
  const { endpoint, keys } = aPushDevice().subscription;
  return { endpoint, ...keys };
}

describeOnDatabases('what is kept for notifications', (on) => {
  let records: PushRecords;
  let house: ReturnType<typeof accountsOn>;
  let lastNumber = 0;
  beforeEach(async () => {
    records = createDatabasePushRecords(on.database);
    house = accountsOn(on.database);
    await on.database.use((em) => em.execute('delete from vapid_keys'));
  });

  async function aPerson(fields: Parameters<typeof aRegistration>[0] = {}): Promise<SubscriptionOwner> {
    const username = `person_${++lastNumber}`;
    const { login } = await house.accounts.register(aRegistration({ username, ...fields }), CALLER);
    return login;
  }

  async function aSleeper(fields: Parameters<typeof aRegistration>[0] = {}): Promise<SubscriptionOwner> {
    const owner = await aPerson(fields);
    await records.addSubscription(aSubscription(), owner, NOW);
    await records.setPreferences(owner.userId, WISHES);
    return owner;
  }

  const search = { from: 5.5, to: 6.5, restedSince: NOW - 30 * MINUTE, limit: 10 } as const;
  const idsOf = async (): Promise<string[]> => (await records.sleepers(search)).map(({ userId }) => userId);

  test('the keys are made once, also by servers that start together', async () => {
    const rings = [1, 2, 3, 4, 5].map(() => createVapidKeys({ records, clock: systemClock, given: null }));
    const pairs = await Promise.all(rings.map((ring) => ring.current()));
    expect(new Set(pairs.map(({ publicKey }) => publicKey)).size).toBe(1);
    expect(await records.vapidKeys()).toEqual(pairs[0]);
  });

  test('the keys of the settings are used and not kept; they cannot be changed here', async () => {
    const given = { publicKey: 'p', privateKey: 's' };
    const ring = createVapidKeys({ records, clock: systemClock, given });
    expect(await ring.current()).toBe(given);
    await expect(ring.rotate()).rejects.toThrow('settings');
    expect(await records.vapidKeys()).toBeNull();
  });

  test('new keys make every device subscribe again', async () => {
    const ring = createVapidKeys({ records, clock: systemClock, given: null });
    const before = await ring.current();
    const { userId } = await aSleeper();
    const after = await ring.rotate();
    expect(after.publicKey).not.toBe(before.publicKey);
    expect(await ring.current()).toEqual(after);
    expect(await records.subscriptionsOf(userId)).toEqual([]);
  });

  test('a browser goes over to whoever is logged in there', async () => {
    const [one, two] = [await aPerson(), await aPerson()];
    const shared = aSubscription();
    await records.addSubscription(shared, one, NOW);
    await records.addSubscription(shared, two, NOW + 1);
    expect(await records.subscriptionsOf(one.userId)).toEqual([]);
    expect(await records.subscriptionsOf(two.userId)).toEqual([shared]);
    await records.removeSubscription(shared.endpoint, one.userId);
    expect(await records.subscriptionsOf(two.userId)).toHaveLength(1);
    await records.removeSubscription(shared.endpoint, two.userId);
    expect(await records.subscriptionsOf(two.userId)).toEqual([]);
  });

  test('of eleven devices the one confirmed longest ago goes', async () => {
    const owner = await aPerson();
    const devices = Array.from({ length: 11 }, aSubscription);
    for (const [index, device] of devices.slice(0, 10).entries()) {
      await records.addSubscription(device, owner, NOW + index);
    }
    const [first, second] = devices;
    const last = devices[10];
    if (!first || !second || !last) throw new Error('unreachable');
    await records.addSubscription(first, owner, NOW + 20);
    await records.addSubscription(last, owner, NOW + 21);
    const kept = (await records.subscriptionsOf(owner.userId)).map(({ endpoint }) => endpoint);
    expect(kept).toHaveLength(10);
    expect(kept).toContain(first.endpoint);
    expect(kept).not.toContain(second.endpoint);
  });

  test('a login that has just ended gives out no device', async () => {
    const owner = await aPerson();
    await house.accounts.logout(owner.authSessionId);
    await expect(records.addSubscription(aSubscription(), owner, NOW)).rejects.toMatchObject({
      code: 'NOT_LOGGED_IN',
    });
  });

  test('a device goes with its login, and everything with its account', async () => {
    const owner = await aSleeper();
    await house.accounts.logout(owner.authSessionId);
    expect(await records.subscriptionsOf(owner.userId)).toEqual([]);
    expect(await idsOf()).toEqual([]);
    expect(await records.preferences(owner.userId)).toEqual(WISHES);

    const other = await aSleeper();
    await on.database.use((em) => em.nativeDelete(Account, { id: other.userId }));
    expect(await records.subscriptionsOf(other.userId)).toEqual([]);
    expect(await records.preferences(other.userId)).toBeNull();
  });

  test('wishes are set anew without forgetting how often somebody was woken', async () => {
    const { userId } = await aSleeper();
    await records.claimWake({ userId, at: NOW - 60 * MINUTE, day: '2026-11-22' });
    const changed = { ...WISHES, quietFrom: null, quietTo: null, timeZone: 'Europe/Berlin' };
    await records.setPreferences(userId, changed);
    expect(await records.preferences(userId)).toEqual(changed);
    expect(await records.sleepers(search)).toEqual([
      {
        userId,
        locale: 'uz',
        wokenAt: NOW - 60 * MINUTE,
        wokenDay: '2026-11-22',
        wokenTimes: 1,
        preferences: changed,
      },
    ]);
  });

  test('those are found who have asked, have a device, are near in level, rested and not banned', async () => {
    const found = await aSleeper();
    await aSleeper({ currentBand: 7 });
    const without = await aPerson();
    await records.setPreferences(without.userId, WISHES);
    const unasked = await aSleeper();
    await records.setPreferences(unasked.userId, { ...WISHES, partnerWaiting: false });
    const woken = await aSleeper();
    await records.claimWake({ userId: woken.userId, at: NOW - 10 * MINUTE, day: '2026-11-22' });
    const banned = await aSleeper();
    await on.database.use((em) =>
      em.nativeUpdate(Account, { id: banned.userId }, { bannedAt: new Date(NOW) }),
    );
    expect(await idsOf()).toEqual([found.userId]);
  });

  test('of ten who want to wake a person one may, and again after half an hour, thrice a day', async () => {
    const { userId } = await aSleeper();
    const claim = (at: number, day = '2026-11-22') => records.claimWake({ userId, at, day });
    const won = await Promise.all(Array.from({ length: 10 }, () => claim(NOW)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await claim(NOW + 30 * MINUTE - 1)).toBe(false);
    expect(await claim(NOW + 30 * MINUTE)).toBe(true);
    expect(await claim(NOW + 60 * MINUTE)).toBe(true);
    expect(await claim(NOW + 90 * MINUTE)).toBe(false);
    expect(await claim(NOW + 90 * MINUTE, '2026-11-23')).toBe(true);
  });
});
