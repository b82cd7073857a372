import { ForeignKeyConstraintViolationException } from '@mikro-orm/core';
import { AppError } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Database } from '../database/Database.ts';
import { PushPreference } from './PushPreference.entity.ts';
import type { PushRecords, Sleeper } from './PushRecords.ts';
import { PushSubscription } from './PushSubscription.entity.ts';
import { VapidKeys } from './VapidKeys.entity.ts';
import { WAKE_LIMITS } from './wakeLimits.ts';

/** The one row of the keys. */
const THE_PAIR = 1;

/** By hand: one row a person however many devices, and only who has one. */
const SLEEPERS = `
  select pp.account_id as "userId", p.locale, pp.partner_waiting as "partnerWaiting", pp.quiet_from as "quietFrom",
    pp.quiet_to as "quietTo", pp.time_zone as "timeZone", (extract(epoch from pp.woken_at) * 1000)::float8 as "wokenAt",
    pp.woken_day as "wokenDay", pp.woken_times as "wokenTimes"
  from push_preference pp
    join account a on a.id = pp.account_id and a.banned_at is null
    join profile p on p.account_id = pp.account_id and p.current_band between ? and ?
  where pp.partner_waiting and (pp.woken_at is null or pp.woken_at <= ?)
    and exists (select 1 from push_subscription ps where ps.account_id = pp.account_id)
  order by pp.woken_at nulls first, random() limit ?`;

const CLAIM = `
  update push_preference set woken_at = ?, woken_times = case when woken_day = ? then woken_times + 1 else 1 end,
    woken_day = ?
  where account_id = ? and partner_waiting and (woken_at is null or woken_at <= ?)
    and (woken_day is distinct from ? or woken_times < ?)
  returning account_id`;

/** The rows of one account beyond the newest ten. */
const SURPLUS = `
  delete from push_subscription where endpoint in (
    select endpoint from push_subscription where account_id = ? order by confirmed_at desc, endpoint
    offset ${LIMITS.pushSubscriptionsPerUser}
  )`;

type SleeperRow = Omit<Sleeper, 'preferences'> & Sleeper['preferences'];

export function createDatabasePushRecords(database: Database): PushRecords {
  async function vapidKeys() {
    const kept = await database.use((em) => em.findOne(VapidKeys, THE_PAIR, { populate: ['privateKey'] }));
    return kept && { publicKey: kept.publicKey, privateKey: kept.privateKey };
  }

  return {
    vapidKeys,

    async keepVapidKeys(made, at) {
      await database.use((em) =>
        em
          .createQueryBuilder(VapidKeys)
          .insert({ id: THE_PAIR, ...made, createdAt: new Date(at) })
          .onConflict()
          .ignore()
          .execute(),
      );
      return (await vapidKeys()) ?? made;
    },

    async replaceVapidKeys(made, at) {
      await database.transaction(async (em) => {
        await em.nativeDelete(PushSubscription, {});
        await em.upsert(VapidKeys, { id: THE_PAIR, ...made, createdAt: new Date(at) });
      });
    },

    async addSubscription(subscription, { userId, authSessionId }, at) {
      try {
        await database.transaction(async (em) => {
          await em.upsert(PushSubscription, {
            ...subscription,
            account: userId,
            authSession: authSessionId,
            confirmedAt: new Date(at),
          });
          await em.execute(SURPLUS, [userId]);
        });
      } catch (error) {
        if (error instanceof ForeignKeyConstraintViolationException) {
          throw new AppError('NOT_LOGGED_IN', { cause: error });
        }
        throw error;
      }
    },

    async removeSubscription(endpoint, userId) {
      await database.use((em) => em.nativeDelete(PushSubscription, { endpoint, account: userId }));
    },

    async forgetEndpoint(endpoint) {
      await database.use((em) => em.nativeDelete(PushSubscription, { endpoint }));
    },

    async subscriptionsOf(userId) {
      const rows = await database.use((em) => em.find(PushSubscription, { account: userId }));
      return rows.map(({ endpoint, p256dh, auth }) => ({ endpoint, p256dh, auth }));
    },

    async preferences(userId) {
      const row = await database.use((em) => em.findOne(PushPreference, { account: userId }));
      if (row === null) return null;
      const { partnerWaiting, quietFrom, quietTo, timeZone } = row;
      return { partnerWaiting, quietFrom, quietTo, timeZone };
    },

    async setPreferences(userId, { partnerWaiting, quietFrom, quietTo, timeZone }) {
      const wishes = { partnerWaiting, quietFrom, quietTo, timeZone };
      await database.use((em) =>
        em
          .createQueryBuilder(PushPreference)
          .insert({ account: userId, ...wishes, wokenAt: null, wokenDay: null, wokenTimes: 0 })
          .onConflict('account')
          .merge(wishes)
          .execute(),
      );
    },

    async sleepers({ from, to, restedSince, limit }) {
      const rows = await database.use((em) =>
        em.execute<SleeperRow[]>(SLEEPERS, [from, to, new Date(restedSince), limit]),
      );
      return rows.map(({ userId, locale, wokenAt, wokenDay, wokenTimes, ...preferences }) => ({
        userId,
        locale,
        wokenAt,
        wokenDay,
        wokenTimes,
        preferences,
      }));
    },

    async claimWake({ userId, at, day }) {
      const rested = new Date(at - WAKE_LIMITS.restMs);
      const rows = await database.use((em) =>
        em.execute<unknown[]>(CLAIM, [new Date(at), day, day, userId, rested, day, WAKE_LIMITS.perDay]),
      );
      return rows.length > 0;
    },
  };
}
