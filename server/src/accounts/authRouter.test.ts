import { expect, it } from 'vitest';
import { describeOnDatabases } from '../database/testDatabases.ts';
import { createProfileRouter } from '../profiles/profileRouter.ts';
import { accountsOn, aRegistration, CALLER, cookieOf, PASSWORD } from '../testing/accountsOn.ts';
import type { Login } from '../transport/context.ts';
import { router } from '../transport/trpc.ts';
import { createAuthRouter } from './authRouter.ts';

describeOnDatabases('the routers of accounts and profiles', (test) => {
  function setUp() {
    const { accounts, profiles } = accountsOn(test.database);
    const api = router({ auth: createAuthRouter(accounts), profile: createProfileRouter(profiles) });
    return {
      accounts,
      /** A browser's calls; `cookies` fills with the Set-Cookie headers it gets. */
      browser(login: Login | null = null) {
        const cookies: string[] = [];
        const context = {
          login,
          ...CALLER,
          requestId: 'request',
          setCookie: (value: string) => void cookies.push(value),
          startCall: () => () => {},
        };
        return { cookies, calls: api.createCaller(context) };
      },
    };
  }

  it('register, log in and log out with cookies, and give the rest to the logged in only', async () => {
    const { accounts, browser } = setUp();
    const stranger = browser();
    const registered = await stranger.calls.auth.register(
      aRegistration({ username: ' Madina ', email: 'M@example.uz' }),
    );
    expect(registered).toMatchObject({ username: 'madina', email: 'm@example.uz' });
    expect(await stranger.calls.auth.login({ username: 'madina', password: PASSWORD })).toEqual(registered);
    // Each time the login, and that the browser is known.
    expect(stranger.cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      '__Host-session',
      '__Host-browser',
      '__Host-session',
      '__Host-browser',
    ]);

    const [cookie = ''] = stranger.cookies;
    const login = (await accounts.authenticate(cookieOf(cookie)))?.login ?? null;
    const { calls, cookies } = browser(login);
    expect(await calls.auth.me()).toEqual(registered);
    expect(await calls.auth.me({})).toEqual(registered);
    expect(await calls.profile.get({ id: registered.id })).toMatchObject({ username: 'madina' });
    expect(await calls.profile.list({})).toEqual({ items: [], nextCursor: null });
    expect(await calls.profile.update({ hideIp: true })).toMatchObject({ hideIp: true });
    expect(
      await calls.auth.changePassword({ currentPassword: PASSWORD, newPassword: 'nine green pears' }),
    ).toMatchObject({ username: 'madina' });
    expect(await calls.auth.logout()).toEqual({ ok: true });
    expect(await calls.auth.logoutEverywhere({})).toEqual({ ok: true });
    expect(cookies.map((value) => /Max-Age=\d+/.exec(value)?.[0])).toEqual([
      'Max-Age=2592000',
      'Max-Age=31536000',
      'Max-Age=0',
      'Max-Age=0',
    ]);
  });

  it('tell a stranger from which age on he may come', async () => {
    expect(await setUp().browser().calls.auth.rules()).toEqual({ minAge: 16 });
  });

  it('refuse who is not logged in, and take nobody for null', async () => {
    const { calls } = setUp().browser();
    expect(await calls.auth.me()).toBeNull();
    const refusal = { cause: { code: 'NOT_LOGGED_IN' } };
    await expect(calls.auth.logout()).rejects.toMatchObject(refusal);
    await expect(calls.auth.logoutEverywhere()).rejects.toMatchObject(refusal);
    await expect(calls.profile.list({})).rejects.toMatchObject(refusal);
    await expect(calls.profile.update({})).rejects.toMatchObject(refusal);
  });

  it('refuse unknown keys and what cannot be changed', async () => {
    const { calls } = setUp().browser({ authSessionId: 'x', userId: '01993b9e-0000-7000-8000-000000000001' });
    const foreign = (json: string) => JSON.parse(json);
    const wrong = [
      calls.auth.register({ ...aRegistration(), ...foreign('{"role":"admin"}') }),
      calls.profile.update(foreign('{"username":"other"}')),
      calls.profile.update(foreign('{"role":"admin"}')),
      calls.profile.get({ id: 'not an id' }),
      calls.auth.register(aRegistration({ username: 'a@b.uz' })),
      calls.auth.register(aRegistration({ password: 'short' })),
      calls.auth.logout(foreign('{"everywhere":true}')),
    ];
    for (const outcome of await Promise.allSettled(wrong)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'BAD_REQUEST' } });
    }
  });
});
