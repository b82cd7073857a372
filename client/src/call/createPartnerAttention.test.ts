import { expect, test } from 'vitest';
import { createVirtualClock } from '../api/virtualClock.ts';
import { createPartnerAttention } from './createPartnerAttention.ts';

test('a glance at something else is not told, longer is, and coming back is told at once', async () => {
  const clock = createVirtualClock();
  const partner = createPartnerAttention(clock);
  partner.said('app', 'background');
  await clock.advance(1_000);
  partner.said('app', 'here');
  await clock.advance(10_000);
  expect(partner.shown.value).toBe('here');
  partner.said('app', 'background');
  await clock.advance(1_500);
  expect(partner.shown.value).toBe('background');
  partner.said('app', 'interrupted');
  expect(partner.shown.value).toBe('interrupted');
  partner.said('app', 'here');
  expect(partner.shown.value).toBe('here');
  expect(clock.pending()).toBe(0);
});

test('the server is believed only while the app itself says nothing', async () => {
  const clock = createVirtualClock();
  const partner = createPartnerAttention(clock);
  partner.said('server', 'background');
  await clock.advance(1_500);
  expect(partner.shown.value).toBe('background');
  partner.said('app', 'background');
  partner.said('server', 'here');
  expect(partner.shown.value).toBe('background');
  partner.reset();
  expect(partner.shown.value).toBe('here');
  partner.said('server', 'background');
  await clock.advance(1_500);
  expect(partner.shown.value).toBe('background');
});
