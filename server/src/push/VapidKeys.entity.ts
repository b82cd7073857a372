import { defineEntity, p } from '@mikro-orm/core';

const vapidKeysSchema = defineEntity({
  name: 'VapidKeys',
  tableName: 'vapid_keys',
  properties: {
    /** Always 1: there is one pair, and of servers that start together the first to insert makes it. */
    id: p.smallint().primary().autoincrement(false).check('id = 1'),
    publicKey: p.string().length(87),
    /** Loaded only where it is asked for (`populate`). */
    privateKey: p.string().length(43).hidden().lazy(),
    createdAt: p.datetime(3),
  },
});

/** The pair that was made because the settings have none. Without it every subscription is void: it belongs in the backup. */
export class VapidKeys extends vapidKeysSchema.class {}
vapidKeysSchema.setClass(VapidKeys);
