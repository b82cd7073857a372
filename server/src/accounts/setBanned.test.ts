import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeOnDatabases } from '../database/testDatabases.ts';
import { accountsOn, aRegistration, CALLER, cookieOf, PASSWORD } from '../testing/accountsOn.ts';
import { Account } from './Account.entity.ts';

describeOnDatabases('a ban', (test) => {
  it('ends every login, and the right password is answered by BANNED until it is lifted', async () => {
    const { accounts, clock, banned, ended } = accountsOn(test.database);
    const { me, login } = await accounts.register(aRegistration(), CALLER);
    const logIn = (password = PASSWORD) => accounts.login({ username: 'madina', password }, CALLER);
    await accounts.setBanned(me.id, true);
    expect([ended, banned]).toEqual([[login.authSessionId], [me.id]]);
    expect(await accounts.isLoginAlive(login.authSessionId)).toBe(false);
    await expect(logIn()).rejects.toMatchObject({ code: 'BANNED' });
    await expect(logIn('wrong')).rejects.toMatchObject({
      code: 'WRONG_CREDENTIALS',
    });

    const bannedAt = async () =>
      (await test.database.use((em) => em.findOneOrFail(Account, me.id))).bannedAt?.getTime();
    const first = await bannedAt();
    await clock.advance(1_000);
    await accounts.setBanned(me.id, true);
    expect([await bannedAt(), banned]).toEqual([first, [me.id, me.id]]);

    await accounts.setBanned(me.id, false);
    expect(await accounts.authenticate(cookieOf(login.setCookie))).toBeNull();
    await expect(logIn()).resolves.toMatchObject({ me: { id: me.id } });
    await expect(accounts.setBanned(randomUUID(), true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
