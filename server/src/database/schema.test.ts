import { expect, it } from 'vitest';
import { Account } from '../accounts/Account.entity.ts';
import { describeOnDatabases } from './testDatabases.ts';

describeOnDatabases('the schema', (test) => {
  it('is after all migrations what the entities say', async () => {
    await test.database.use(async (em) => {
      const difference = await em
        .getPlatform()
        .getSchemaGenerator(em.getDriver(), em)
        .getUpdateSchemaSQL({ wrap: false });
      expect(difference.trim()).toBe('');
    });
  });

  it('gives times back to the millisecond', async () => {
    const createdAt = new Date('2026-11-22T10:11:12.345Z');
    await test.database.transaction(async (em) => {
      em.create(Account, {
        id: '01993b9e-0000-7000-8000-000000000001',
        username: 'ann',
        email: null,
        passwordHash: 'x',
        role: 'learner',
        bannedAt: null,
        createdAt,
      });
    });
    const account = await test.database.use((em) => em.findOneOrFail(Account, { username: 'ann' }));
    expect(account.createdAt).toEqual(createdAt);
    expect(account.passwordHash, 'a hash is loaded only when it is asked for').toBeUndefined();
  });
});
