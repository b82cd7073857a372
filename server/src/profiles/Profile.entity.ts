import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';
import { LIMITS } from '../contract/limits.ts';
import { gender, locale, partnerGender } from '../contract/words.ts';
import type { Band } from '../contract/words.ts';

/** `between` would come back from PostgreSQL in other words, and every comparison of the schema would find a difference. */
const halfBands = (column: string): string =>
  `${column} >= 0 and ${column} <= 9 and mod(${column} * 2, 1) = 0`;

const profileSchema = defineEntity({
  name: 'Profile',
  tableName: 'profile',
  properties: {
    /** A profile's id is its account's. */
    account: () => p.oneToOne(Account).ref().primary().deleteRule('cascade'),
    displayName: p.string().length(LIMITS.displayNameMax),
    /** numeric(2,1): halves are exact both there and in a JavaScript number. */
    currentBand: p.decimal('number').precision(2).scale(1).check(halfBands('current_band')).$type<Band>(),
    targetBand: p.decimal('number').precision(2).scale(1).check(halfBands('target_band')).$type<Band>(),
    bio: p.string().length(LIMITS.bioMax).strictNullable(),
    birthYear: p.smallint(),
    gender: p.enum(gender.options).strictNullable(),
    partnerGender: p.enum(partnerGender.options),
    locale: p.enum(locale.options),
    hideIp: p.boolean(),
    /** Null: never seen. Exact here; other people get it rounded (`toPublicProfile`). */
    lastSeenAt: p.datetime(3).strictNullable(),
    createdAt: p.datetime(3),
    /** `toSearchText` of username and display name, one a line. */
    searchText: p.text(),
  },
  checks: [{ name: 'profile_same_gender_check', expression: `partner_gender = 'any' or gender is not null` }],
});

/** Who a person is to others, and what the matcher may do with them. */
export class Profile extends profileSchema.class {}
profileSchema.setClass(Profile);
