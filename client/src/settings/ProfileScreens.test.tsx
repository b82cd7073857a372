// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { QueueTroubleScreen } from '../queue/QueueTroubleScreen.tsx';
import { draw } from '../testing/Draw.tsx';
import type { FakeStores } from '../testing/fakeStores.ts';
import { aRefusal, createFakeStores } from '../testing/fakeStores.ts';
import { EditProfileScreen } from './EditProfileScreen.tsx';
import { ProfileScreen } from './ProfileScreen.tsx';

const NO_RELAY =
  'Bu serverda manzilni yashirib boʻlmaydi. Gaplashish uchun profilda «IP manzilimni yashirish» oʻchiq boʻlsin.';

let fake: FakeStores;
beforeEach(() => {
  history.replaceState(null, '', '/profile');
  fake = createFakeStores();
});
afterEach(cleanup);

const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));

test('hiding the address without a relay goes back and says why', async () => {
  fake.answer.refusal = aRefusal('NO_RELAY');
  draw(fake, <ProfileScreen />);
  const toggle = screen.getByRole<HTMLInputElement>('switch', { name: 'IP manzilimni yashirish' });
  fireEvent.click(toggle);
  expect(fake.calls.at(-1)).toEqual({ verb: 'account.update', given: [{ hideIp: true }] });
  await screen.findByText(NO_RELAY);
  expect(toggle.checked).toBe(false);
});

test('a search that is refused for want of a relay leads to the profile', () => {
  const refused = { phase: 'refused', mode: 'roulette', refusal: aRefusal('NO_RELAY') } as const;
  draw(fake, <QueueTroubleScreen trouble={refused} />);
  expect(screen.getByText(NO_RELAY)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Profilim' }).getAttribute('href')).toBe('/profile');
  cleanup();
  draw(fake, <QueueTroubleScreen trouble={{ ...refused, refusal: aRefusal('BANNED') }} />);
  expect(screen.queryByRole('link')).toBeNull();
});

test('a saved profile is said to be saved, and one that is refused keeps the form', async () => {
  fake.answer.refusal = aRefusal('EMAIL_TAKEN');
  draw(fake, <EditProfileScreen />);
  press('Saqlash');
  await screen.findByText('Bu e-pochta bilan hisob ochilgan.');
  fake.answer.refusal = null;
  press('Saqlash');
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Saqlandi.'));
  expect(screen.queryByRole('button', { name: 'Saqlash' })).toBeNull();
});

test('logging out leads to the welcome; a refused one stays', async () => {
  fake.answer.refusal = aRefusal('OFFLINE');
  draw(fake, <ProfileScreen />);
  press('Chiqish');
  await screen.findByText('Serverga ulanib boʻlmadi. Internetni tekshirib koʻring.');
  expect(location.pathname).toBe('/profile');
  fake.answer.refusal = null;
  press('Chiqish');
  await waitFor(() => expect(location.pathname).toBe('/'));
});
