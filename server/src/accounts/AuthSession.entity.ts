import { defineEntity, p } from '@mikro-orm/core';
import { Account } from './Account.entity.ts';

const authSessionSchema = defineEntity({
  name: 'AuthSession',
  tableName: 'auth_session',
  properties: {
    /** SHA-256, in hex, of the id in the cookie: who reads the database cannot log in with it. */
    id: p.string().length(64).primary(),
    account: () => p.manyToOne(Account).ref().deleteRule('cascade').index(),
    /** Moves on while the login is used. */
    expiresAt: p.datetime(3).index(),
    createdAt: p.datetime(3).index(),
  },
});

/** A login: one browser that knows a cookie. */
export class AuthSession extends authSessionSchema.class {}
authSessionSchema.setClass(AuthSession);
