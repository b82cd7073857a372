// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aPartner, aPastTalk } from '../testing/builders.ts';
import { draw } from '../testing/Draw.tsx';
import type { FakeStores } from '../testing/fakeStores.ts';
import { createFakeStores } from '../testing/fakeStores.ts';
import { LastPartners } from './LastPartners.tsx';

let fake: FakeStores;
beforeEach(() => {
  fake = createFakeStores();
  const items = ['Aziza', 'Bek', 'Gʻayrat', 'Jasur'].map((name) =>
    aPastTalk({
      id: name,
      partner: aPartner({ id: name, displayName: name, presence: 'online' }),
      ...(name === 'Bek' ? { rating: 'good', again: 'mutual' } : {}),
    }),
  );
  fake.history.value = { phase: 'shown', items, more: { step: 'none' } };
});
afterEach(cleanup);

test('names the last three, and offers to talk again where both want it', () => {
  draw(fake, <LastPartners />);
  expect(screen.getAllByRole('listitem').length).toBe(3);
  const again = screen.getAllByRole('button', { name: /taklif qilish/ });
  expect(again.map((button) => button.getAttribute('aria-label'))).toEqual([
    'Yana: Bekni suhbatga taklif qilish',
  ]);
});

test('reporting and blocking are a tap away from the name', () => {
  draw(fake, <LastPartners />);
  fireEvent.click(screen.getByRole('button', { name: /Aziza/ }));
  fireEvent.click(screen.getByRole('button', { name: 'Shikoyat qilish' }));
  expect(screen.getByText(/Shikoyatingizni Aziza bilmaydi/)).toBeTruthy();
});

test('says nothing before the first talk, and nothing of who is kept away', async () => {
  draw(fake, <LastPartners />);
  fake.steps.value = new Map([['Aziza', { what: 'block', step: 'done' }]]);
  await waitFor(() => expect(screen.queryByText('Aziza')).toBeNull());
  fake.history.value = { phase: 'shown', items: [], more: { step: 'none' } };
  await waitFor(() => expect(screen.queryByRole('list')).toBeNull());
});
