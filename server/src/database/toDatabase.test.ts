import { describe, expect, it } from 'vitest';
import { AppError } from '../contract/errors.ts';
import { describeOnDatabases } from './testDatabases.ts';
import { toDatabaseUnavailable } from './toDatabaseUnavailable.ts';

describeOnDatabases('a database', (test) => {
  it('answers a ping', async () => {
    await expect(test.database.ping()).resolves.toBeUndefined();
  });

  it('undoes a transaction that throws and passes the error on', async () => {
    const refusal = new AppError('NOT_FOUND');
    const attempt = test.database.transaction(async (em) => {
      await em.execute('create table left_over (id int)');
      throw refusal;
    });
    await expect(attempt).rejects.toBe(refusal);
    await expect(test.database.use((em) => em.execute('select * from left_over'))).rejects.toThrow(
      /left_over/,
    );
  });

  it.each(['use', 'transaction'] as const)(
    'refuses at once a `%s` beside an open transaction, which would hang PGlite for ever',
    async (beside) => {
      const attempt = test.database.transaction(() => test.database[beside]((em) => em.execute('select 1')));
      await expect(attempt).rejects.toThrow(/inside a transaction only its own EntityManager/);
      await expect(test.database.ping()).resolves.toBeUndefined();
    },
  );

  it('lets work that a transaction started go on by itself once that is over', async () => {
    const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
    let later: Promise<void> | undefined;
    await test.database.transaction(async () => {
      later = isOver.then(() => test.database.ping());
    });
    end();
    await expect(later).resolves.toBeUndefined();
  });

  it('serves a hundred transactions at once, one after the other if it must', async () => {
    const transactions = Array.from({ length: 100 }, (_, index) =>
      test.database.transaction(async (em) => {
        const [row] = await em.execute<[{ value: number }]>('select ?::int as value', [index]);
        return row.value;
      }),
    );
    expect(await Promise.all(transactions)).toEqual(transactions.map((_, index) => index));
  });
});

describe('the refusal for a database that is away', () => {
  const withCode = (code: string): Error => Object.assign(new Error('driver'), { code });

  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '08006'])('is made for %s', (code) => {
    expect(toDatabaseUnavailable(withCode(code))).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it('is made for what stands behind another error, or among several', () => {
    const behind = new Error('query failed', { cause: withCode('ECONNREFUSED') });
    const among = new AggregateError([new Error('other'), withCode('ECONNREFUSED')]);
    expect(toDatabaseUnavailable(behind)).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(toDatabaseUnavailable(among)).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it.each(['23505', '42P01', '22P02'])('is not made for %s, which is a fault of the query', (code) => {
    expect(toDatabaseUnavailable(withCode(code))).toBeNull();
  });

  it('leaves other refusals alone', () => {
    expect(toDatabaseUnavailable(new AppError('NOT_FOUND'))).toBeNull();
  });
});
