import { expect, test } from 'vitest';
import { createRedisTicketStore } from '../matching/redisTicketStore.ts';
import { describeOnRedis } from '../redis/testOnRedis.ts';
import { createRedisSessionStore } from '../sessions/redisSessionStore.ts';
import { aMember, aSession, aTicket } from '../testing/builders.ts';
import type { PresenceLookups } from './memoryPresence.ts';
import { presenceContract } from './presenceContract.ts';
import { createRedisPresence } from './redisPresence.ts';

describeOnRedis('who is here', (redis) => {
  presenceContract('Redis', async (lookups: PresenceLookups) => {
    const connection = await redis().open(redis().newTag());
    const tickets = createRedisTicketStore(connection);
    const sessions = createRedisSessionStore(connection);
    const presence = createRedisPresence(connection);
    return {
      ...presence,
      /** Whom the test has waiting or talking has a real ticket, a real session. */
      async states(userIds) {
        for (const userId of new Set(userIds)) {
          if (lookups.isWaiting(userId)) await tickets.put(aTicket({ userId }));
          if (lookups.isInSession(userId)) {
            await sessions.insert(aSession({ members: [aMember({ userId }), aMember()] }));
          }
        }
        return presence.states(userIds);
      },
    };
  });

  test('leaves a device that has moved to another server there when the first closes its stream', async () => {
    const tag = redis().newTag();
    const [first, second] = [
      createRedisPresence(await redis().open(tag)),
      createRedisPresence(await redis().open(tag)),
    ];
    await first.attach('ann', 'phone');
    await second.attach('ann', 'phone');
    expect(await first.reconcile()).toEqual([]);
    await first.detach('ann', 'phone');
    expect(await first.isAttached('ann', 'phone')).toBe(true);
    await second.detach('ann', 'phone');
    expect(await first.onlineIds()).toEqual([]);
  });
});
