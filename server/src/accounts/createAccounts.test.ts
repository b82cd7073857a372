import { expect, it } from 'vitest';
import { describeOnDatabases } from '../database/testDatabases.ts';
import { accountsOn, aRegistration, CALLER, cookieOf, PASSWORD } from '../testing/accountsOn.ts';
import { Account } from './Account.entity.ts';
import { AuthSession } from './AuthSession.entity.ts';
import { createPasswordHasher, type PasswordHasher } from './passwordHasher.ts';

const DAY_MS = 24 * 60 * 60_000;
const passwords = createPasswordHasher();

describeOnDatabases('accounts', (test) => {
  const setUp = (settings: Parameters<typeof accountsOn>[1] = {}) =>
    accountsOn(test.database, { passwords, ...settings });
  const logInWith = (username: string, password: string = PASSWORD) => ({ username, password });
  const ban = (id: string) =>
    test.database.use((em) =>
      em.nativeUpdate(Account, { id }, { bannedAt: new Date('2026-01-01T00:00:00Z') }),
    );

  it('registers a person, who is logged in by it', async () => {
    const { accounts } = setUp();
    const { me, login } = await accounts.register(
      aRegistration({ email: 'madina@example.uz', gender: 'female', locale: 'ru' }),
      CALLER,
    );
    expect(me).toEqual({
      id: login.userId,
      username: 'madina',
      displayName: 'Madina',
      currentBand: 5.5,
      targetBand: 7,
      bio: null,
      presence: 'offline',
      lastSeenAt: null,
      memberSince: '2026-01-01T00:00:00.000Z',
      email: 'madina@example.uz',
      birthYear: 2004,
      gender: 'female',
      partnerGender: 'any',
      locale: 'ru',
      hideIp: false,
      role: 'learner',
    });
    expect(await accounts.me(me.id)).toEqual(me);
    expect(await accounts.authenticate(cookieOf(login.setCookie))).toEqual({
      login: { authSessionId: login.authSessionId, userId: me.id },
      setCookie: null,
    });
  });

  it('gives Uzbek to who says no language, and asks for no e-mail address', async () => {
    const { me } = await setUp().accounts.register(aRegistration(), CALLER);
    expect(me).toMatchObject({ locale: 'uz', email: null, gender: null });
  });

  it('lets exactly one of ten who register a name at once have it, and says so to the others', async () => {
    const { accounts } = setUp();
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, () => accounts.register(aRegistration(), CALLER)),
    );
    const refused = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(refused).toHaveLength(9);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'USERNAME_TAKEN' });
    expect(await test.database.use((em) => em.count(Account))).toBe(1);
  });

  it('lets exactly one of five who register an e-mail address at once have it', async () => {
    const { accounts } = setUp();
    const attempts = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((number) =>
        accounts.register(aRegistration({ username: `madina${number}`, email: 'm@example.uz' }), CALLER),
      ),
    );
    const refused = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(refused).toHaveLength(4);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'EMAIL_TAKEN' });
  });

  it('keeps names that speak for the site', async () => {
    const attempt = setUp().accounts.register(aRegistration({ username: '4dm1n' }), CALLER);
    await expect(attempt).rejects.toMatchObject({ code: 'USERNAME_TAKEN' });
  });

  it.each([
    [2011, 'TOO_YOUNG'],
    [2027, 'WRONG_INPUT'],
    [1915, 'WRONG_INPUT'],
  ])('refuses who is born in %d (it is 2026): %s', async (birthYear, code) => {
    await expect(setUp().accounts.register(aRegistration({ birthYear }), CALLER)).rejects.toMatchObject({
      code,
    });
  });

  it('takes who turns sixteen this year', async () => {
    const { me } = await setUp().accounts.register(aRegistration({ birthYear: 2010 }), CALLER);
    expect(me.birthYear).toBe(2010);
  });

  it.each(['password1', 'Oʻzbekiston1', 'madina2004', 'ielts2026'])(
    'refuses the password %s',
    async (password) => {
      const attempt = setUp().accounts.register(aRegistration({ password }), CALLER);
      await expect(attempt).rejects.toMatchObject({ code: 'PASSWORD_TOO_COMMON' });
    },
  );

  it('stops registrations from one address, not from another, and does not count what it refuses unseen', async () => {
    const { accounts } = setUp({ registerPerAddressHour: 2 });
    const from = (address: string, username: string) =>
      accounts.register(aRegistration({ username }), { ...CALLER, address });
    for (let count = 0; count < 5; count++) {
      await expect(
        accounts.register(aRegistration({ password: 'password1' }), {
          ...CALLER,
          address: '2001:db8:1:2::1',
        }),
      ).rejects.toMatchObject({ code: 'PASSWORD_TOO_COMMON' });
    }
    await from('2001:db8:1:2::1', 'ann');
    await from('2001:db8:1:2:ffff::2', 'bob');
    await expect(from('2001:db8:1:2::3', 'cem')).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfterMs: expect.closeTo(3_600_000, -5),
    });
    await expect(from('2001:db8:1:3::3', 'cem')).resolves.toBeDefined();
  });

  it('logs in by username and by e-mail address, whatever their case', async () => {
    const { accounts } = setUp();
    const { me } = await accounts.register(aRegistration({ email: 'madina@example.uz' }), CALLER);
    for (const name of ['madina', ' MADINA ', 'madina@example.uz', 'Madina@Example.UZ']) {
      expect((await accounts.login(logInWith(name), CALLER)).me).toEqual(me);
    }
  });

  it('refuses a wrong password and an unknown user in the same words', async () => {
    const { accounts } = setUp();
    await accounts.register(aRegistration(), CALLER);
    const wrong = await accounts.login(logInWith('madina', 'wrong'), CALLER).catch((error: unknown) => error);
    const unknown = await accounts
      .login(logInWith('nobody', 'wrong'), CALLER)
      .catch((error: unknown) => error);
    expect(wrong).toMatchObject({ code: 'WRONG_CREDENTIALS' });
    expect(unknown).toEqual(wrong);
  });

  it('verifies one hash for an unknown user too, so that time tells nothing', async () => {
    const verified: (string | null)[] = [];
    const counting: PasswordHasher = {
      hash: (password) => passwords.hash(password),
      verify(passwordHash, password) {
        verified.push(passwordHash);
        return passwords.verify(passwordHash, password);
      },
    };
    const { accounts } = setUp({ passwords: counting });
    await accounts.register(aRegistration(), CALLER);
    await accounts.login(logInWith('madina', 'wrong'), CALLER).catch(() => {});
    await accounts.login(logInWith('nobody', 'wrong'), CALLER).catch(() => {});
    expect(verified).toEqual([expect.stringMatching(/^\$argon2id/), null]);
  });

  it('answers an unknown user in the time of a known one', async () => {
    const { accounts } = setUp();
    const users = Array.from({ length: 12 }, (_, index) => `known${index}`);
    for (const username of users) await accounts.register(aRegistration({ username }), CALLER);

    async function timeOf(username: string, address: string): Promise<number> {
      const startedAt = performance.now();
      await accounts.login(logInWith(username, 'wrong'), { ...CALLER, address }).catch(() => {});
      return performance.now() - startedAt;
    }
    const known: number[] = [];
    const unknown: number[] = [];
    for (const [index, username] of [...users, ...users, ...users].entries()) {
      known.push(await timeOf(username, `192.0.2.${index}`));
      unknown.push(await timeOf(`un${username}`, `192.0.2.${index}`));
    }
    // The share of pairs in which the known user takes longer: 1/2 when time tells nothing, 1 without the stand-in hash.
    const longer = known.flatMap((time) => unknown.map((other) => time > other));
    const share = longer.filter(Boolean).length / longer.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.75);
  }, 60_000);

  it('tells a banned person so only for the right password, and ends what was open', async () => {
    const { accounts } = setUp();
    const { me, login } = await accounts.register(aRegistration(), CALLER);
    await ban(me.id);
    await expect(accounts.login(logInWith('madina'), CALLER)).rejects.toMatchObject({ code: 'BANNED' });
    await expect(accounts.login(logInWith('madina', 'wrong'), CALLER)).rejects.toMatchObject({
      code: 'WRONG_CREDENTIALS',
    });
    expect(await accounts.authenticate(cookieOf(login.setCookie))).toBeNull();
    expect(await accounts.isLoginAlive(login.authSessionId)).toBe(false);
  });

  it('takes a hash that cannot be read for a wrong password', async () => {
    const { accounts } = setUp();
    await accounts.register(aRegistration(), CALLER);
    await test.database.use((em) =>
      em.nativeUpdate(Account, { username: 'madina' }, { passwordHash: 'garbage' }),
    );
    await expect(accounts.login(logInWith('madina'), CALLER)).rejects.toMatchObject({
      code: 'WRONG_CREDENTIALS',
    });
  });

  it('hashes the password anew at a login when the parameters have changed', async () => {
    const { accounts } = setUp();
    const { me } = await accounts.register(aRegistration(), CALLER);
    const outdated =
      '$argon2id$v=19$m=1024,t=1,p=1$5iVwXpAbX1ZJZfLUCTzTgA$LTu2zfhtMVRrhWcNFBWVqKdBjUh9mtV60bMBYlBmzJM';
    const aged: PasswordHasher = {
      hash: (password) => passwords.hash(password),
      verify: async (passwordHash, password) =>
        passwordHash === outdated ? 'right_but_outdated' : passwords.verify(passwordHash, password),
    };
    await test.database.use((em) => em.nativeUpdate(Account, { id: me.id }, { passwordHash: outdated }));
    await setUp({ passwords: aged }).accounts.login(logInWith('madina'), CALLER);
    const account = await test.database.use((em) =>
      em.findOneOrFail(Account, me.id, { populate: ['passwordHash'] }),
    );
    expect(await passwords.verify(account.passwordHash, PASSWORD)).toBe('right');
  });

  it.each(['madina', 'nobody'])(
    'stops the sixth guess at %s from an address, known or not, and nobody at another',
    async (typed) => {
      const { accounts } = setUp();
      await accounts.register(aRegistration(), CALLER);
      const stranger = { ...CALLER, address: '198.51.100.1' };
      const fullWidth = typed.replace(/^./, (letter) =>
        String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0),
      );
      for (const name of [typed, ` ${typed}`, typed.toUpperCase(), fullWidth, typed]) {
        await expect(accounts.login(logInWith(name, 'wrong'), stranger)).rejects.toMatchObject({
          code: 'WRONG_CREDENTIALS',
        });
      }
      await expect(accounts.login(logInWith(typed), stranger)).rejects.toMatchObject({
        code: 'TOO_MANY_REQUESTS',
        retryAfterMs: expect.closeTo(15 * 60_000, -5),
      });
      await expect(accounts.login(logInWith('madina'), CALLER)).resolves.toBeDefined();
    },
  );

  it('does not let six guesses through by making them at once', async () => {
    const { accounts } = setUp();
    await accounts.register(aRegistration(), CALLER);
    const guesses = await Promise.allSettled(
      Array.from({ length: 12 }, () => accounts.login(logInWith('madina', 'wrong'), CALLER)),
    );
    const codes = guesses.map((guess) =>
      guess.status === 'rejected' ? (guess.reason as { code: string }).code : 'in',
    );
    expect(codes.filter((code) => code === 'WRONG_CREDENTIALS')).toHaveLength(5);
    expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(7);
  });

  it('counts failed logins only', async () => {
    const { accounts } = setUp();
    await accounts.register(aRegistration(), CALLER);
    for (let count = 0; count < 4; count++) {
      await accounts.login(logInWith('madina', 'wrong'), CALLER).catch(() => {});
    }
    for (let count = 0; count < 8; count++) await accounts.login(logInWith('madina'), CALLER);
    await expect(accounts.login(logInWith('madina', 'wrong'), CALLER)).rejects.toMatchObject({
      code: 'WRONG_CREDENTIALS',
    });
  });

  it('stops an address that has failed a hundred times, over all accounts', async () => {
    const quick: PasswordHasher = { hash: async () => 'hash', verify: async () => 'wrong' };
    const { accounts } = setUp({ passwords: quick });
    for (let count = 0; count < 100; count++) {
      await expect(accounts.login(logInWith(`user${count}`), CALLER)).rejects.toMatchObject({
        code: 'WRONG_CREDENTIALS',
      });
    }
    await expect(accounts.login(logInWith('user100'), CALLER)).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
    });
    await expect(
      accounts.login(logInWith('user100'), { ...CALLER, address: '192.0.2.8' }),
    ).rejects.toMatchObject({
      code: 'WRONG_CREDENTIALS',
    });
  });

  it('changes the password: every other login ends, and a new one is issued', async () => {
    const { accounts, ended } = setUp();
    const first = await accounts.register(aRegistration(), CALLER);
    const second = await accounts.login(logInWith('madina'), CALLER);
    const changed = await accounts.changePassword(
      first.me.id,
      { currentPassword: PASSWORD, newPassword: 'nine green pears' },
      CALLER,
    );
    expect(changed.me).toEqual(first.me);
    expect(ended.toSorted()).toEqual([first.login.authSessionId, second.login.authSessionId].toSorted());
    for (const { login } of [first, second])
      expect(await accounts.isLoginAlive(login.authSessionId)).toBe(false);
    expect(await accounts.authenticate(cookieOf(changed.login.setCookie))).not.toBeNull();
    await expect(accounts.login(logInWith('madina'), CALLER)).rejects.toMatchObject({
      code: 'WRONG_CREDENTIALS',
    });
    await expect(accounts.login(logInWith('madina', 'nine green pears'), CALLER)).resolves.toBeDefined();
  });

  it('changes no password for a wrong one, nor to a common one', async () => {
    const { accounts, ended } = setUp();
    const { me } = await accounts.register(aRegistration(), CALLER);
    const change = (currentPassword: string, newPassword: string) =>
      accounts.changePassword(me.id, { currentPassword, newPassword }, CALLER);
    await expect(change('wrong', 'nine green pears')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
    await expect(change(PASSWORD, 'Madina2004')).rejects.toMatchObject({ code: 'PASSWORD_TOO_COMMON' });
    expect(ended).toEqual([]);
    await expect(accounts.login(logInWith('madina'), CALLER)).resolves.toBeDefined();
  });

  it('does not let a login through that began before the password was changed', async () => {
    const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
    const slow: PasswordHasher = {
      hash: (password) => passwords.hash(password),
      async verify(passwordHash, password) {
        const verdict = await passwords.verify(passwordHash, password);
        await mayGoOn;
        return verdict;
      },
    };
    const { accounts } = setUp();
    const { me } = await accounts.register(aRegistration(), CALLER);
    const late = setUp({ passwords: slow }).accounts.login(logInWith('madina'), CALLER);
    await accounts.changePassword(
      me.id,
      { currentPassword: PASSWORD, newPassword: 'nine green pears' },
      CALLER,
    );
    goOn();
    await expect(late).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
    expect(await test.database.use((em) => em.count(AuthSession))).toBe(1);
  });

  it('ends one login, and all of them', async () => {
    const { accounts, ended } = setUp();
    const first = await accounts.register(aRegistration(), CALLER);
    const second = await accounts.login(logInWith('madina'), CALLER);
    const third = await accounts.login(logInWith('madina'), CALLER);

    const { clearCookie } = await accounts.logout(first.login.authSessionId);
    expect(clearCookie).toMatch(/^__Host-session=; .*Max-Age=0/);
    expect(ended).toEqual([first.login.authSessionId]);
    expect(await accounts.authenticate(cookieOf(first.login.setCookie))).toBeNull();
    expect(await accounts.isLoginAlive(second.login.authSessionId)).toBe(true);

    await accounts.logoutEverywhere(first.me.id);
    expect(ended.slice(1).toSorted()).toEqual(
      [second.login.authSessionId, third.login.authSessionId].toSorted(),
    );
    expect(await accounts.isLoginAlive(third.login.authSessionId)).toBe(false);
  });

  it('keeps ten logins a user: the eleventh ends the oldest', async () => {
    const { accounts, clock, ended } = setUp();
    const { login: oldest } = await accounts.register(aRegistration(), CALLER);
    for (let count = 2; count <= 10; count++) {
      await clock.advance(1_000);
      await accounts.login(logInWith('madina'), CALLER);
    }
    expect(ended).toEqual([]);
    await clock.advance(1_000);
    await accounts.login(logInWith('madina'), CALLER);
    expect(ended).toEqual([oldest.authSessionId]);
    expect(await accounts.authenticate(cookieOf(oldest.setCookie))).toBeNull();
  });

  it('removes expired logins', async () => {
    const { accounts, clock } = setUp();
    const { login } = await accounts.register(aRegistration(), CALLER);
    await clock.advance(20 * DAY_MS);
    await accounts.login(logInWith('madina'), CALLER);
    expect(await accounts.sweepExpired()).toBe(0);
    await clock.advance(11 * DAY_MS);
    expect(await accounts.sweepExpired()).toBe(1);
    expect(await accounts.isLoginAlive(login.authSessionId)).toBe(false);
  });

  it('knows nothing of an account that is gone, whose logins go with it', async () => {
    const { accounts } = setUp();
    const { me, login } = await accounts.register(aRegistration(), CALLER);
    await test.database.use((em) => em.nativeDelete(Account, { id: me.id }));
    expect(await accounts.me(me.id)).toBeNull();
    expect(await accounts.authenticate(cookieOf(login.setCookie))).toBeNull();
  });
});
