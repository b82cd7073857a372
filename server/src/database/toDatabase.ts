import { AsyncLocalStorage } from 'node:async_hooks';
import type { SqlMikroORM } from '@mikro-orm/postgresql';
import { AppError } from '../contract/errors.ts';
import type { Database } from './Database.ts';
import { toDatabaseUnavailable } from './toDatabaseUnavailable.ts';

interface DatabaseOptions extends Pick<Database, 'isEmbedded' | 'pool' | 'dump'> {
  /** A use that takes longer is given up; null: there is no such limit. */
  answerWithinMs: number | null;
  /** What else ends with the database. */
  onClose(): Promise<void> | void;
}

/** Rejects with DATABASE_UNAVAILABLE when `work` takes longer than `ms`; `work` itself goes on. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new AppError('DATABASE_UNAVAILABLE')), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export function toDatabase(orm: SqlMikroORM, options: DatabaseOptions): Database {
  /** The transaction in which the present asynchronous call chain runs. */
  const transactions = new AsyncLocalStorage<{ open: boolean }>();

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    if (transactions.getStore()?.open) {
      throw new Error('inside a transaction only its own EntityManager may be used (see Database.ts)');
    }
    try {
      return await (options.answerWithinMs === null ? work() : within(options.answerWithinMs, work()));
    } catch (error) {
      throw toDatabaseUnavailable(error) ?? error;
    }
  }

  return {
    isEmbedded: options.isEmbedded,
    pool: options.pool,
    dump: options.dump,
    use: (work) => attempt(() => work(orm.em.fork())),
    transaction: (work) =>
      attempt(async () => {
        const transaction = { open: true };
        try {
          return await transactions.run(transaction, () => orm.em.fork().transactional(work));
        } finally {
          transaction.open = false;
        }
      }),
    ping: () => attempt(async () => void (await orm.em.fork().execute('select 1'))),
    async close() {
      await orm.close();
      await options.onClose();
    },
  };
}
