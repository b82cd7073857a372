import { expect, test } from 'vitest';
import type { Band } from '../contract/index.ts';
import { aCard, aLearner, aTicket } from '../testing/builders.ts';
import { matchArrival } from './matchArrival.ts';
import type { Ticket } from './Ticket.ts';

function at(currentBand: Band, fields: Partial<Ticket> = {}): Ticket {
  return aTicket({ learner: aLearner({ card: aCard({ currentBand }) }), ...fields });
}

test('the nearest band comes before the longer wait, the longer wait before the shorter', () => {
  const near = at(6, { joinedAt: 50 });
  const nearAndLonger = at(6, { joinedAt: 20 });
  const farAndLongest = at(6.5, { joinedAt: 10 });
  expect(matchArrival(at(6), [farAndLongest, near, nearAndLonger], 100)).toBe(nearAndLonger);
  expect(matchArrival(at(6), [farAndLongest], 100)).toBe(farAndLongest);
});

test('who has waited for a round comes before the nearest band', () => {
  const near = at(6, { joinedAt: 1_000 });
  const farAndLong = at(6.5, { joinedAt: 0 });
  const nearAndLong = at(6, { joinedAt: 500 });
  expect(matchArrival(at(6), [near, farAndLong], 19_999)).toBe(near);
  expect(matchArrival(at(6), [near, farAndLong], 20_000)).toBe(farAndLong);
  expect(matchArrival(at(6), [nearAndLong, farAndLong], 60_000)).toBe(farAndLong);
});

test('roulette tickets and those whose device is away are passed over', () => {
  const waiting = [at(6, { mode: 'roulette' }), at(6, { awaySince: 1 })];
  expect(matchArrival(at(6), waiting, 100)).toBeNull();
  expect(matchArrival(at(6, { mode: 'roulette' }), [at(6)], 100)).toBeNull();
});

test('a recent partner is left to the round', () => {
  const partner = at(6);
  const arrival = at(6);
  const learner = { ...arrival.learner, recent: [partner.userId] };
  expect(matchArrival({ ...arrival, learner }, [partner], 100)).toBeNull();
  expect(matchArrival({ ...arrival, learner }, [partner], 60_000)).toBe(partner);
});
