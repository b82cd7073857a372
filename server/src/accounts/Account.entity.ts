import { defineEntity, p } from '@mikro-orm/core';
import { LIMITS } from '../contract/limits.ts';
import { role } from '../contract/words.ts';

const accountSchema = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: p.uuid().primary(),
    /** Lower case, as the contract makes it. Never holds an `@`, so that a login by either name is unambiguous. */
    username: p.string().length(LIMITS.usernameMax).unique('account_username_unique'),
    /** NFKC and lower case, as the contract makes it. */
    email: p.string().length(LIMITS.emailMax).strictNullable().unique('account_email_unique'),
    /** argon2id in its own string format. Loaded only where it is asked for (`populate`). */
    passwordHash: p.text().hidden().lazy(),
    role: p.enum(role.options),
    /** Null: not banned. */
    bannedAt: p.datetime(3).strictNullable(),
    createdAt: p.datetime(3),
  },
});

/** What one logs in with. What other people see of a person is the Profile. */
export class Account extends accountSchema.class {}
accountSchema.setClass(Account);
