import { describe, expect, test } from 'vitest';
import { anId } from '../testing/builders.ts';
import type { PreparedPair, PreparedSide, PreparedStore } from './PreparedStore.ts';

const aSide = (userId = anId()): PreparedSide => ({
  userId,
  deviceId: `device-of-${userId}`,
  ticketId: anId(),
  hideIp: false,
});

const aPair = (first = aSide(), second = aSide()): PreparedPair => ({
  sessionId: anId(),
  roundAt: 20_000,
  sides: [first, second],
});

/** What every store of prepared pairs promises; run against each adapter. */
export function preparedStoreContract(name: string, open: () => Promise<PreparedStore>): void {
  describe(`${name} as a store of prepared pairs`, () => {
    test('finds a pair by its session, until it is taken', async () => {
      const store = await open();
      const [pair, other] = [aPair(), aPair()];
      await store.put([pair, other]);
      expect(await store.get(pair.sessionId)).toEqual(pair);
      expect(await store.all()).toHaveLength(2);
      expect(await store.take(pair.sessionId)).toEqual(pair);
      expect(await store.get(pair.sessionId)).toBeNull();
      expect(await store.takeOf(pair.sides.map(({ userId }) => userId))).toEqual([]);
      expect(await store.all()).toEqual([other]);
    });

    test('hands a pair to one taker only, however it is taken', async () => {
      const store = await open();
      const pair = aPair();
      const [first, second] = pair.sides;
      await store.put([pair]);
      const taken = await Promise.all([
        store.takeOf([first.userId, second.userId]),
        store.takeOf([second.userId]),
        store.take(pair.sessionId).then((one) => (one ? [one] : [])),
      ]);
      expect(taken.flat()).toEqual([pair]);
    });

    test('takes every pair of the users that are named, and no other', async () => {
      const store = await open();
      const [one, two, three] = [aPair(), aPair(), aPair()];
      await store.put([one, two, three]);
      const taken = await store.takeOf([one.sides[0].userId, anId(), three.sides[1].userId]);
      expect(taken).toEqual([one, three]);
      expect(await store.all()).toEqual([two]);
    });

    test('keeps the newer pair of a user when an older one is taken late', async () => {
      const store = await open();
      const user = aSide();
      const [old, fresh] = [aPair(user), aPair(user)];
      await store.put([old]);
      await store.put([fresh]);
      expect(await store.take(old.sessionId)).toEqual(old);
      expect(await store.takeOf([user.userId])).toEqual([fresh]);
    });

    test('answers null and nothing where there is nothing', async () => {
      const store = await open();
      await store.put([]);
      expect(await store.all()).toEqual([]);
      expect(await store.get(anId())).toBeNull();
      expect(await store.take(anId())).toBeNull();
      expect(await store.takeOf([anId()])).toEqual([]);
    });
  });
}
