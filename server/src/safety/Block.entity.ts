import { defineEntity, p, PrimaryKeyProp } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';

const blockSchema = defineEntity({
  name: 'Block',
  tableName: 'block',
  properties: {
    blocker: () => p.manyToOne(Account).ref().primary().deleteRule('cascade'),
    blocked: () => p.manyToOne(Account).ref().primary().deleteRule('cascade').index(),
    createdAt: p.datetime(3),
  },
});

/** `blocker` wants nothing to do with `blocked`; it hides the two from each other. */
export class Block extends blockSchema.class {
  override [PrimaryKeyProp]?: ['blocker', 'blocked'];
}
blockSchema.setClass(Block);
