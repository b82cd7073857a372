import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { describeOnDatabases } from '../database/testDatabases.ts';
import { cookieOf } from '../testing/accountsOn.ts';
import { Account } from './Account.entity.ts';
import { AuthSession } from './AuthSession.entity.ts';
import { createLuciaAuthSessions } from './luciaAuthSessions.ts';

const DAY_MS = 24 * 60 * 60_000;
const USER = '01993b9e-0000-7000-8000-000000000001';

describeOnDatabases('auth sessions', (test) => {
  async function setUp({ secureCookies = true } = {}) {
    const clock = createVirtualClock();
    await test.database.use((em) =>
      em.insert(Account, {
        id: USER,
        username: 'madina',
        email: null,
        passwordHash: 'hash',
        role: 'learner',
        bannedAt: null,
        createdAt: new Date(clock.now()),
      }),
    );
    return { clock, sessions: createLuciaAuthSessions({ database: test.database, clock, secureCookies }) };
  }

  it('set a cookie that scripts and other sites cannot use, bound to this host where there is https', async () => {
    const { sessions } = await setUp();
    const { login } = await sessions.issue(USER);
    const [pair, ...attributes] = login.setCookie.split('; ');
    expect(pair).toMatch(/^__Host-session=[a-z2-7]{40}$/);
    expect(attributes.toSorted()).toEqual([
      'HttpOnly',
      'Max-Age=2592000',
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ]);
    expect(sessions.clearCookie).toBe('__Host-session=; HttpOnly; Max-Age=0; Path=/; SameSite=Lax; Secure');
  });

  it('do without Secure and its prefix where there is plain http', async () => {
    const { sessions } = await setUp({ secureCookies: false });
    const { login } = await sessions.issue(USER);
    expect(login.setCookie).toMatch(/^session=[a-z2-7]{40}; /);
    expect(login.setCookie).not.toContain('Secure');
  });

  it('store a hash of the cookie, not what is in it', async () => {
    const { sessions } = await setUp();
    const { login } = await sessions.issue(USER);
    const cookieId = cookieOf(login.setCookie).replace('__Host-session=', '');
    const rows = await test.database.use((em) => em.find(AuthSession, {}));
    expect(rows.map((row) => row.id)).toEqual([createHash('sha256').update(cookieId).digest('hex')]);
    expect(rows.map((row) => row.id)).toEqual([login.authSessionId]);
    expect(await sessions.read(`__Host-session=${login.authSessionId}`)).toBeNull();
  });

  it('are found among other cookies, also malformed ones', async () => {
    const { sessions } = await setUp();
    const { login } = await sessions.issue(USER);
    const cookie = cookieOf(login.setCookie);
    for (const header of [
      cookie,
      `a=1; ${cookie}`,
      `bad=%E0%A4%A; ${cookie}; x`,
      `=;;${cookie}`,
      `a=b=c;${cookie} `,
    ]) {
      expect(await sessions.read(header), header).toMatchObject({ userId: USER });
    }
  });

  it.each([
    undefined,
    '',
    ';',
    '__Host-session',
    '__Host-session=',
    '__Host-session=%',
    '__Host-session=%E0%A4%A',
    `__Host-session=${'a'.repeat(40)}`,
    `__Host-session=${'a'.repeat(100_000)}`,
    "__Host-session=' or 1=1 --",
    `session=${'a'.repeat(40)}`,
  ])('take %j for nobody', async (header) => {
    const { sessions } = await setUp();
    await sessions.issue(USER);
    expect(await sessions.read(header)).toBeNull();
  });

  it('do not take the cookie of plain http where there is https', async () => {
    const { sessions } = await setUp();
    const { login } = await sessions.issue(USER);
    expect(await sessions.read(cookieOf(login.setCookie).replace('__Host-', ''))).toBeNull();
  });

  it('live thirty days from their last use', async () => {
    const { clock, sessions } = await setUp();
    const { login } = await sessions.issue(USER);
    const cookie = cookieOf(login.setCookie);
    await clock.advance(14 * DAY_MS);
    expect(await sessions.read(cookie), 'fresh enough').toMatchObject({ setCookie: null });
    await clock.advance(2 * DAY_MS);
    expect(await sessions.read(cookie), 'prolonged').toMatchObject({ setCookie: login.setCookie });
    expect(await sessions.read(cookie)).toMatchObject({ setCookie: null });
    await clock.advance(29 * DAY_MS);
    expect(await sessions.isAlive(login.authSessionId)).toBe(true);
    await clock.advance(2 * DAY_MS);
    expect(await sessions.isAlive(login.authSessionId)).toBe(false);
    expect(await sessions.read(cookie)).toBeNull();
  });

  it('live ninety days at most, however much they are used', async () => {
    const { clock, sessions } = await setUp();
    const { login } = await sessions.issue(USER);
    const cookie = cookieOf(login.setCookie);
    for (let day = 10; day < 90; day += 10) {
      await clock.advance(10 * DAY_MS);
      expect(await sessions.read(cookie), `day ${day}`).not.toBeNull();
    }
    await clock.advance(10 * DAY_MS);
    expect(await sessions.read(cookie)).toBeNull();
    expect(await sessions.isAlive(login.authSessionId)).toBe(false);
    expect(await sessions.sweepExpired()).toBe(1);
  });

  it('cannot be used inside a transaction, where PGlite would hang', async () => {
    const { sessions } = await setUp();
    await expect(test.database.transaction(() => sessions.issue(USER))).rejects.toThrow(
      /inside a transaction/,
    );
    expect(await sessions.issue(USER)).toMatchObject({ ended: [] });
  });
});
