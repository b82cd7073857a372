import { expect, test } from 'vitest';
import type { Invite } from './InviteStore.ts';
import { anId } from '../testing/builders.ts';
import { createRedisInviteStore } from './redisInviteStore.ts';
import { describeOnRedis } from '../redis/testOnRedis.ts';

const anInvite = (fields: Partial<Invite> = {}): Invite => ({
  id: anId(),
  fromUserId: anId(),
  fromDeviceId: 'phone',
  toUserId: anId(),
  expiresAt: 1_000,
  ...fields,
});

describeOnRedis('invitations', (redis) => {
  async function openTwo() {
    const tag = redis().newTag();
    return [
      createRedisInviteStore(await redis().open(tag)),
      createRedisInviteStore(await redis().open(tag)),
    ] as const;
  }

  test('are one from a user, and the one before is answered', async () => {
    const [here, there] = await openTwo();
    const first = anInvite();
    const second = anInvite({ fromUserId: first.fromUserId });
    expect(await here.put(first)).toBeNull();
    expect(await there.put(second)).toEqual(first);
    expect(await here.get(first.id)).toBeNull();
    expect(await here.get(second.id)).toEqual(second);
  });

  test('are taken by one caller, whether answered, expired or called off', async () => {
    const [here, there] = await openTwo();
    const answered = anInvite({ expiresAt: 3_000 });
    await here.put(answered);
    const takers = await Promise.all([here.take(answered.id), there.take(answered.id)]);
    expect(takers.filter((taken) => taken !== null)).toEqual([answered]);

    const [expired, open] = [anInvite({ expiresAt: 1_000 }), anInvite({ expiresAt: 1_001 })];
    await here.put(expired);
    await here.put(open);
    const sweeps = await Promise.all([here.takeExpired(1_000), there.takeExpired(1_000)]);
    expect(sweeps.flat()).toEqual([expired]);

    const back = anInvite({ fromUserId: open.toUserId, toUserId: open.fromUserId });
    const other = anInvite({ toUserId: open.toUserId });
    await there.put(back);
    await there.put(other);
    const taken = await here.takeBetween(open.fromUserId, open.toUserId);
    expect(taken.map(({ id }) => id).toSorted()).toEqual([open.id, back.id].toSorted());
    expect(await here.get(other.id)).toEqual(other);

    await there.put(open);
    const ofOne = await Promise.all([here.takeOf(open.toUserId), there.takeOf(open.toUserId)]);
    expect(
      ofOne
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([open.id, other.id].toSorted());
  });
});
