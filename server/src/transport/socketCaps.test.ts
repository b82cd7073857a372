import { expect, test } from 'vitest';
import { createSocketCaps, type SocketPlace } from './socketCaps.ts';

const caps = () => createSocketCaps({ socketsPerUser: 2, socketsPerAddress: 3, socketsPerProcess: 4 });

function placed(place: SocketPlace | string): SocketPlace {
  if (typeof place === 'string') throw new Error(place);
  return place;
}

test('an address, a user and the process each have their own cap', () => {
  const { reserve } = caps();
  const places = [reserve('a'), reserve('a'), reserve('a')].map(placed);
  expect(reserve('a')).toBe('address');
  placed(reserve('b'));
  expect(reserve('c')).toBe('process');
  expect(places.map((place) => place.claimUser('ann'))).toEqual([true, true, false]);
});

test('a place that is given back can be taken again, once', () => {
  const { reserve } = caps();
  const [first, second] = [placed(reserve('a')), placed(reserve('a'))];
  placed(reserve('a'));
  first.claimUser('ann');
  second.claimUser('ann');
  first.release();
  first.release();
  expect(placed(reserve('a')).claimUser('ann')).toBe(true);
  expect(reserve('a')).toBe('address');
});

test('a place whose connection is gone takes no user any more', () => {
  const place = placed(caps().reserve('a'));
  place.release();
  expect(place.claimUser('ann')).toBe(false);
});
