import { expect, test } from 'vitest';
import type { Signal } from '@suhbatdosh/server/contract';
import { createVirtualClock } from '../api/virtualClock.ts';
import { createSignalBudget } from './createSignalBudget.ts';

const offer: Signal = { type: 'offer', sdp: 'v=0' };
const candidate: Signal = { type: 'ice_candidate', candidate: null };

test('a partner has 24 descriptions and 240 candidates heard in a minute, and as many in the next', async () => {
  const clock = createVirtualClock();
  const spend = createSignalBudget(clock);
  const flood = [...Array<Signal>(30).fill(offer), ...Array<Signal>(300).fill(candidate)];
  const heard = (type: Signal['type']): number =>
    spend(flood).filter((signal) => signal.type === type).length;

  expect(heard('offer')).toBe(24);
  expect(spend(flood)).toEqual([]);
  await clock.advance(60_000);
  expect(heard('ice_candidate')).toBe(240);
});
