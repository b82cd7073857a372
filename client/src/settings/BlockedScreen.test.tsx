// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aPartner } from '../testing/builders.ts';
import { draw } from '../testing/Draw.tsx';
import type { FakeStores } from '../testing/fakeStores.ts';
import { aRefusal, createFakeStores } from '../testing/fakeStores.ts';
import { BlockedScreen } from './BlockedScreen.tsx';

let fake: FakeStores;
beforeEach(() => {
  fake = createFakeStores();
});
afterEach(cleanup);

test('lists whom one has blocked, and lets them back', async () => {
  fake.blocked.value = { phase: 'shown', people: [aPartner()] };
  fake.answer.refusal = aRefusal('OFFLINE');
  draw(fake, <BlockedScreen />);
  expect(fake.calls[0]?.verb).toBe('safety.loadBlocked');
  fireEvent.click(screen.getByRole('button', { name: 'Qaytarish: Dilnoza' }));
  expect(fake.calls.at(-1)).toEqual({ verb: 'safety.unblock', given: [aPartner().id] });
  await waitFor(() =>
    expect(screen.getByRole('alert').textContent).toBe(
      'Serverga ulanib boʻlmadi. Internetni tekshirib koʻring.',
    ),
  );
});

test('says that nobody is blocked, or why it cannot be said', async () => {
  fake.blocked.value = { phase: 'shown', people: [] };
  draw(fake, <BlockedScreen />);
  expect(screen.getByText('Siz hech kimni bloklamagansiz.')).toBeTruthy();
  fake.blocked.value = { phase: 'failed', refusal: aRefusal('UNEXPECTED') };
  await waitFor(() => fireEvent.click(screen.getByRole('button', { name: 'Qayta urinish' })));
  expect(fake.calls.filter(({ verb }) => verb === 'safety.loadBlocked').length).toBe(2);
});
