// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import type { PublicProfile } from '@suhbatdosh/server/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aPartner } from '../testing/builders.ts';
import { draw } from '../testing/Draw.tsx';
import type { FakeStores } from '../testing/fakeStores.ts';
import { aRefusal, createFakeStores } from '../testing/fakeStores.ts';
import { PeopleScreen } from './PeopleScreen.tsx';

let fake: FakeStores;
beforeEach(() => {
  fake = createFakeStores();
});
afterEach(cleanup);

const list = (...people: PublicProfile[]): void => {
  fake.people.value = { phase: 'shown', items: people, more: { step: 'some' } };
};
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const verbs = (): string[] => fake.calls.map(({ verb }) => verb);

test('is watched while it is on the screen, and no longer', async () => {
  draw(fake, <PeopleScreen />);
  expect(verbs()).toContain('people.watch');
  cleanup();
  await waitFor(() => expect(verbs()).toContain('people.unwatch'));
});

test('everybody stands there with their bands and what they do', async () => {
  list(aPartner({ presence: 'waiting' }));
  draw(fake, <PeopleScreen />);
  expect(button(/Dilnoza/).textContent).toBe('DDilnoza6.0 → 7.0kutyapti');
  list(aPartner({ presence: 'in_session' }));
  await waitFor(() => expect(button(/Dilnoza/).textContent).toContain('suhbatda'));
});

test('while the server is away nobody is said to be here', () => {
  list(aPartner({ presence: 'waiting' }));
  fake.connection.value = 'offline';
  draw(fake, <PeopleScreen />);
  expect(button(/Dilnoza/).textContent).toBe('DDilnoza6.0 → 7.0');
});

test('filters, searches, and asks for more', () => {
  list(aPartner());
  draw(fake, <PeopleScreen />);
  fireEvent.click(screen.getByRole('radio', { name: 'Hamma' }));
  fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'o‘g‘' } });
  fireEvent.click(button('Yana koʻrsatish'));
  expect(fake.calls.slice(-3)).toEqual([
    { verb: 'people.setWho', given: ['all'] },
    { verb: 'people.setSearch', given: ['o‘g‘'] },
    { verb: 'people.more', given: [] },
  ]);
});

test('where nobody is found the next wider way is a tap away', () => {
  list();
  draw(fake, <PeopleScreen />);
  fireEvent.click(button('Shu yerdagilarni koʻrish'));
  expect(fake.calls.at(-1)).toEqual({ verb: 'people.setWho', given: ['here'] });
});

test('a failure says why and can be tried again', () => {
  fake.people.value = { phase: 'failed', refusal: aRefusal('OFFLINE') };
  draw(fake, <PeopleScreen />);
  expect(screen.getByText('Serverga ulanib boʻlmadi. Internetni tekshirib koʻring.')).toBeTruthy();
  fireEvent.click(button('Qayta urinish'));
  expect(verbs()).toContain('people.tryAgain');
});

test('a person’s sheet stays to say that the block is done, though the row is gone', async () => {
  list(aPartner({ bio: 'Toshkentdanman', presence: 'online' }));
  draw(fake, <PeopleScreen />);
  fireEvent.click(button(/Dilnoza/));
  expect(screen.getByText('Toshkentdanman')).toBeTruthy();
  fireEvent.click(button('Bloklash'));
  fireEvent.click(button('Ha, bloklayman'));
  await waitFor(() => expect(screen.queryByRole('button', { name: /6\.0 → 7\.0/ })).toBeNull());
  list();
  fake.steps.value = new Map([[aPartner().id, { what: 'block', step: 'done' }]]);
  await waitFor(() => expect(screen.getByText('Dilnoza bloklandi. Endi uchrashmaysiz.')).toBeTruthy());
});
