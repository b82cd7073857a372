import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';
import { AuthSession } from '../accounts/AuthSession.entity.ts';
import { LIMITS } from '../contract/limits.ts';

const pushSubscriptionSchema = defineEntity({
  name: 'PushSubscription',
  tableName: 'push_subscription',
  properties: {
    /** One browser has one; who knows it can send to it, so it is as secret as the keys. */
    endpoint: p.string().length(LIMITS.pushEndpointMax).primary(),
    account: () => p.manyToOne(Account).ref().deleteRule('cascade').index(),
    /** A device whose login has ended, however that came, is not woken. */
    authSession: () => p.manyToOne(AuthSession).ref().deleteRule('cascade').index(),
    /** Base64url, as the browser gave them. */
    p256dh: p.string().length(87),
    auth: p.string().length(22),
    /** When it was last confirmed by the device: the oldest goes when there are too many. */
    confirmedAt: p.datetime(3),
  },
});

/** A browser that may be woken. */
export class PushSubscription extends pushSubscriptionSchema.class {}
pushSubscriptionSchema.setClass(PushSubscription);
