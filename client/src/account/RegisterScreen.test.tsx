// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { draw } from '../testing/Draw.tsx';
import type { FakeStores } from '../testing/fakeStores.ts';
import { aRefusal, createFakeStores } from '../testing/fakeStores.ts';
import { RegisterScreen } from './RegisterScreen.tsx';

let fake: FakeStores;
beforeEach(() => {
  fake = createFakeStores();
  draw(fake, <RegisterScreen />);
});
afterEach(cleanup);

const box = (label: string): HTMLInputElement => screen.getByLabelText(label);
const type = (label: string, value: string): void => void fireEvent.input(box(label), { target: { value } });
const errorOf = (label: string): string | null => {
  const id = box(label).getAttribute('aria-describedby');
  return box(label).getAttribute('aria-invalid') === 'true' && id !== null
    ? (document.getElementById(id)?.textContent ?? null)
    : null;
};
const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));

function fillIn(): void {
  type('Ismingiz', 'Madina');
  type('Foydalanuvchi nomi', 'Madina_07 ');
  type('Parol', 'qovunpolvon');
  type('Tugʻilgan yilingiz', '2008');
}

test('an unfinished form is never locked: sending it says what is missing, beside each field', () => {
  press('Davom etish');
  expect(errorOf('Ismingiz')).toBe('Ismingizni yozing.');
  expect(errorOf('Foydalanuvchi nomi')).toBe('3\u00a0tadan 32\u00a0tagacha belgi yozing.');
  expect(errorOf('Parol')).toBe('Kamida 8\u00a0ta belgi yozing.');
  expect(errorOf('Tugʻilgan yilingiz')).toBe('Yilni toʻrt raqam bilan yozing, masalan 2008.');
  expect(fake.calls).toEqual([]);
});

test('an error comes on leaving the field and goes while typing; a field that was only passed is left alone', () => {
  type('Foydalanuvchi nomi', 'Мадина');
  fireEvent.blur(box('Foydalanuvchi nomi'));
  expect(errorOf('Foydalanuvchi nomi')).toBe('Faqat kichik lotin harflari, raqam, _ va nuqta boʻlsin.');
  type('Foydalanuvchi nomi', 'Мадинa');
  expect(errorOf('Foydalanuvchi nomi')).toBeNull();
  fireEvent.blur(box('Parol'));
  expect(errorOf('Parol')).toBeNull();
});

test('who is too young hears it on the first step; whoever turns 16 this year is let on', () => {
  const thisYear = new Date().getUTCFullYear();
  fillIn();
  type('Tugʻilgan yilingiz', String(thisYear - 15));
  press('Davom etish');
  expect(errorOf('Tugʻilgan yilingiz')).toBe('Suhbatdosh 16\u00a0yoshdan ochiq.');
  type('Tugʻilgan yilingiz', String(thisYear + 1));
  press('Davom etish');
  expect(errorOf('Tugʻilgan yilingiz')).toBe('Yilni toʻrt raqam bilan yozing, masalan 2008.');
  type('Tugʻilgan yilingiz', String(thisYear - 16));
  press('Davom etish');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Ingliz tilingiz qaysi darajada?');
});

test('the least age is the one that this server has', async () => {
  fake.minAge.value = 18;
  const thisYear = new Date().getUTCFullYear();
  await screen.findByText(/18\syoshdan\.$/);
  fillIn();
  type('Tugʻilgan yilingiz', String(thisYear - 17));
  press('Davom etish');
  expect(errorOf('Tugʻilgan yilingiz')).toBe('Suhbatdosh 18\u00a0yoshdan ochiq.');
  type('Tugʻilgan yilingiz', String(thisYear - 18));
  press('Davom etish');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Ingliz tilingiz qaysi darajada?');
});

test('the language can be changed on the form, which keeps what was typed', async () => {
  type('Ismingiz', 'Madina');
  fireEvent.click(screen.getByRole('button', { name: /English/ }));
  await waitFor(() => expect(box('Your name').value).toBe('Madina'));
});

test('two steps are sent at once, in the shape that the server wants', async () => {
  fillIn();
  press('Davom etish');
  fireEvent.input(box('Maqsadim'), { target: { value: '8' } });
  press('Tayyor');
  await waitFor(() => expect(fake.calls).toHaveLength(1));
  expect(fake.calls[0]).toEqual({
    verb: 'account.register',
    given: [
      {
        username: 'madina_07',
        password: 'qovunpolvon',
        displayName: 'Madina',
        birthYear: 2008,
        currentBand: 5.5,
        targetBand: 8,
        locale: 'uz',
      },
    ],
  });
});

test('a taken name leads back to its field, with everything that was typed still there', async () => {
  fake.answer.refusal = aRefusal('USERNAME_TAKEN');
  fillIn();
  press('Davom etish');
  press('Tayyor');
  await screen.findByText('Bu nom band. Oxiriga raqam qoʻshib koʻring.');
  expect(errorOf('Foydalanuvchi nomi')).toBe('Bu nom band. Oxiriga raqam qoʻshib koʻring.');
  expect([box('Ismingiz').value, box('Parol').value, box('Tugʻilgan yilingiz').value]).toEqual([
    'Madina',
    'qovunpolvon',
    '2008',
  ]);
  await waitFor(() => expect(document.activeElement).toBe(box('Foydalanuvchi nomi')));
});

test('fields that only the server finds fault with get our words, not its own', async () => {
  fake.answer.refusal = aRefusal('WRONG_INPUT', { fields: ['displayName'] });
  fillIn();
  press('Davom etish');
  press('Tayyor');
  await waitFor(() =>
    expect(errorOf('Ismingiz')).toBe('Bu ismni qabul qila olmadik. Oddiy harflar bilan yozib koʻring.'),
  );
});

test('without a connection one stays on the second step and can send again', async () => {
  fake.answer.refusal = aRefusal('OFFLINE');
  fillIn();
  press('Davom etish');
  press('Tayyor');
  await screen.findByText('Serverga ulanib boʻlmadi. Internetni tekshirib koʻring.');
  fake.answer.refusal = null;
  press('Tayyor');
  await waitFor(() => expect(fake.calls).toHaveLength(2));
});
