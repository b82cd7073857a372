import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';
import { LIMITS } from '../contract/limits.ts';

const pushPreferenceSchema = defineEntity({
  name: 'PushPreference',
  tableName: 'push_preference',
  properties: {
    account: () => p.oneToOne(Account).ref().primary().deleteRule('cascade'),
    partnerWaiting: p.boolean(),
    /** HH:MM in `timeZone`; both null: no quiet hours. */
    quietFrom: p.string().length(5).strictNullable(),
    quietTo: p.string().length(5).strictNullable(),
    /** Of the IANA database. */
    timeZone: p.string().length(LIMITS.timeZoneMax),
    /** Null: never woken. */
    wokenAt: p.datetime(3).strictNullable(),
    /** The day of `wokenAt` in `timeZone`, YYYY-MM-DD, and how often the person was woken on it. */
    wokenDay: p.string().length(10).strictNullable(),
    wokenTimes: p.smallint(),
  },
});

/** What a person wants to be woken for, and how often that was done. */
export class PushPreference extends pushPreferenceSchema.class {}
pushPreferenceSchema.setClass(PushPreference);
