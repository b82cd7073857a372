import { expect, it } from 'vitest';
import { describeOnDatabases } from '../database/testDatabases.ts';
import { accountsOn, aRegistration, CALLER, cookieOf, PASSWORD } from '../testing/accountsOn.ts';
import { createBrowserCookie } from './knownBrowser.ts';
import { createPasswordHasher } from './passwordHasher.ts';

const TOO_MANY = { code: 'TOO_MANY_REQUESTS' };
const WRONG = { code: 'WRONG_CREDENTIALS' };
const passwords = createPasswordHasher();

it('keeps five accounts, the newest first, and reads nothing that it did not write', () => {
  const cookie = createBrowserCookie(true);
  const tokens = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => letter.repeat(22));
  const written = cookie.write(tokens.slice(0, 5), 'f'.repeat(22));
  expect(written).toMatch(
    /^__Host-browser=[\w.-]+; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(cookie.read(`session=x; ${cookieOf(written)}`)).toEqual([tokens[5], ...tokens.slice(0, 4)]);
  expect(cookie.read(`__Host-browser=short.${'%'.repeat(22)}.${'a'.repeat(23)}`)).toEqual([]);
  expect(cookie.read(null)).toEqual([]);
});

describeOnDatabases('a browser in which somebody has logged in before', (test) => {
  async function setUp() {
    const { accounts } = accountsOn(test.database, { passwords });
    const { me } = await accounts.register(aRegistration(), CALLER);
    const logIn = (cookieHeader: string | null, password = PASSWORD) =>
      accounts.login({ username: 'madina', password }, { ...CALLER, cookieHeader });
    const known = cookieOf((await logIn(null)).setCookies[1] ?? '');
    return { accounts, me, logIn, known };
  }

  it('lets its owner in while a stranger behind the same address guesses', async () => {
    const { logIn, known } = await setUp();
    for (let guess = 0; guess < 5; guess++)
      await expect(logIn(null, 'wrong guess')).rejects.toMatchObject(WRONG);
    await expect(logIn(null)).rejects.toMatchObject(TOO_MANY);
    await expect(logIn(`__Host-browser=${'a'.repeat(22)}`)).rejects.toMatchObject(TOO_MANY);
    await expect(logIn(known)).resolves.toBeDefined();
    await expect(logIn(null)).rejects.toMatchObject(TOO_MANY);
  });

  it('gives nobody more guesses than any other, and is unknown after a change of the password', async () => {
    const { accounts, me, logIn, known } = await setUp();
    for (let guess = 0; guess < 5; guess++)
      await expect(logIn(known, 'wrong guess')).rejects.toMatchObject(WRONG);
    await expect(logIn(known)).rejects.toMatchObject(TOO_MANY);
    await expect(logIn(null)).resolves.toBeDefined();
    const newPassword = 'nine green pears';
    await accounts.changePassword(me.id, { currentPassword: PASSWORD, newPassword }, CALLER);
    for (let guess = 0; guess < 5; guess++)
      await expect(logIn(null, 'wrong guess')).rejects.toMatchObject(WRONG);
    await expect(logIn(known, newPassword)).rejects.toMatchObject(TOO_MANY);
  });
});
