import { describe, expect, test } from 'vitest';
import { anId } from '../testing/builders.ts';
import type { ArrivalPair, PreparedSide, PreparedStore, RoundPair } from './PreparedStore.ts';

const aSide = (userId = anId()): PreparedSide => ({
  userId,
  deviceId: `device-of-${userId}`,
  ticketId: anId(),
  hideIp: false,
});

const aPair = (first = aSide(), second = aSide()): RoundPair => ({
  kind: 'round',
  sessionId: anId(),
  roundAt: 20_000,
  sides: [first, second],
});

const anArrival = (first = aSide(), second = aSide()): ArrivalPair => ({
  kind: 'arrival',
  sessionId: anId(),
  latestAt: 1_790_000_001_500,
  sides: [first, second],
});

/** What every store of prepared pairs promises; run against each adapter. */
export function preparedStoreContract(name: string, open: () => Promise<PreparedStore>): void {
  describe(`${name} as a store of prepared pairs`, () => {
    test('finds a pair by its session, until it is taken', async () => {
      const store = await open();
      const [pair, other] = [aPair(), aPair()];
      expect(await store.putPlanned([pair, other])).toEqual([pair, other]);
      expect(await store.get(pair.sessionId)).toEqual(pair);
      expect(await store.planned()).toHaveLength(2);
      expect(await store.take(pair.sessionId)).toEqual(pair);
      expect(await store.get(pair.sessionId)).toBeNull();
      expect(await store.takeOf(pair.sides.map(({ userId }) => userId))).toEqual([]);
      expect(await store.planned()).toEqual([other]);
    });

    test('hands a pair to one taker only, however it is taken', async () => {
      const store = await open();
      const pair = aPair();
      const [first, second] = pair.sides;
      await store.putPlanned([pair]);
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
      await store.putPlanned([one, two, three]);
      const taken = await store.takeOf([one.sides[0].userId, anId(), three.sides[1].userId]);
      expect(taken).toEqual([one, three]);
      expect(await store.planned()).toEqual([two]);
    });

    test('keeps the newer pair of a user when an older one is taken late', async () => {
      const store = await open();
      const user = aSide();
      const [old, fresh] = [aPair(user), aPair(user)];
      await store.putPlanned([old]);
      await store.putPlanned([fresh]);
      expect(await store.take(old.sessionId)).toEqual(old);
      expect(await store.takeOf([user.userId])).toEqual([fresh]);
    });

    test('answers null and nothing where there is nothing', async () => {
      const store = await open();
      expect(await store.putPlanned([])).toEqual([]);
      expect(await store.planned()).toEqual([]);
      expect(await store.arrivals()).toEqual([]);
      expect(await store.get(anId())).toBeNull();
      expect(await store.take(anId())).toBeNull();
      expect(await store.takeOf([anId()])).toEqual([]);
    });

    test("keeps an arrival's pair beside those of rounds, and finds and takes it as them", async () => {
      const store = await open();
      const [planned, arrival, other] = [aPair(), anArrival(), anArrival()];
      await store.putPlanned([planned]);
      for (const pair of [arrival, other]) expect(await store.putArrival(pair)).toEqual([]);
      expect(await store.planned()).toEqual([planned]);
      expect(await store.arrivals()).toHaveLength(2);
      expect(await store.get(arrival.sessionId)).toEqual(arrival);
      expect(await store.takeOf([arrival.sides[1].userId])).toEqual([arrival]);
      expect(await store.take(other.sessionId)).toEqual(other);
      expect(await store.arrivals()).toEqual([]);
      expect(await store.get(arrival.sessionId)).toBeNull();
    });

    test('gives somebody to one arrival only, however many want him at once', async () => {
      const store = await open();
      const partner = aSide();
      const put = await Promise.all(
        Array.from({ length: 5 }, (_, number) =>
          store.putArrival(number % 2 === 0 ? anArrival(partner) : anArrival(aSide(), partner)),
        ),
      );
      expect(put.filter((gaveWay) => gaveWay !== null)).toEqual([[]]);
      const [kept] = await store.arrivals();
      expect(await store.takeOf([partner.userId])).toEqual([kept]);
      expect(await store.arrivals()).toEqual([]);
      expect(await store.putArrival(anArrival(partner))).toEqual([]);
    });

    test("lets a round's pair give way to an arrival's, and none come upon it", async () => {
      const store = await open();
      const [partner, arrival] = [aSide(), aSide()];
      const [one, two, apart] = [aPair(partner), aPair(aSide(), arrival), aPair()];
      await store.putPlanned([one, two, apart]);
      const pair = anArrival(partner, arrival);
      expect(await store.putArrival(pair)).toEqual([one, two]);
      expect(await store.planned()).toEqual([apart]);
      const later = aPair();
      expect(await store.putPlanned([aPair(partner), later, aPair(aSide(), arrival)])).toEqual([later]);
      expect(await store.takeOf([partner.userId])).toEqual([pair]);
    });

    test("tells one caller only that both of an arrival's pair are connected", async () => {
      const store = await open();
      const pair = anArrival();
      const [first, second] = pair.sides;
      await store.putArrival(pair);
      expect(await store.noteConnected(pair.sessionId, anId())).toBeNull();
      expect(await store.noteConnected(pair.sessionId, second.userId)).toBeNull();
      expect(await store.noteConnected(pair.sessionId, second.userId)).toBeNull();
      const told = await Promise.all(
        [first, first, second].map(({ userId }) => store.noteConnected(pair.sessionId, userId)),
      );
      expect(told).toEqual([pair, null, null]);
      expect(await store.noteConnected(pair.sessionId, first.userId)).toBeNull();
    });

    test("knows nothing of who is connected in a round's pair, or in one that was taken", async () => {
      const store = await open();
      const [planned, arrival] = [aPair(), anArrival()];
      await store.putPlanned([planned]);
      await store.putArrival(arrival);
      await store.noteConnected(arrival.sessionId, arrival.sides[0].userId);
      await store.take(arrival.sessionId);
      for (const { sessionId, sides } of [planned, arrival]) {
        for (const { userId } of sides) expect(await store.noteConnected(sessionId, userId)).toBeNull();
      }
      expect(await store.noteConnected(anId(), anId())).toBeNull();
    });
  });
}
