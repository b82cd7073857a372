import { SimpleLogger } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/pglite';
import { migrate } from '../src/database/migrate.ts';
import { ormOptions } from '../src/database/ormOptions.ts';
import { toDatabase } from '../src/database/toDatabase.ts';
import { createDatabaseSessionArchive } from '../src/sessions/databaseSessionArchive.ts';
import { accountsOn, aRegistration, CALLER } from '../src/testing/accountsOn.ts';
import { aHouse } from '../src/testing/aHouse.ts';

/** How many SQL statements each costs; those of a match and an end are written behind, and counted all the same. */
export type Statements = Record<'join' | 'match' | 'end', number>;

const FLUSH_MS = 60_000;

/** Two learners who are here meet and part, on the house's own use cases and a database that counts. */
export async function measureStatements(): Promise<Statements> {
  let count = 0;
  const orm = await MikroORM.init({
    ...ormOptions,
    dbName: 'memory://',
    debug: ['query'],
    colors: false,
    loggerFactory: (options) => new SimpleLogger({ ...options, writer: () => void count++ }),
  });
  await migrate(orm);
  const database = toDatabase(orm, {
    isEmbedded: true,
    pool: null,
    dump: null,
    answerWithinMs: null,
    onClose: () => {},
  });
  try {
    const { accounts, profiles } = accountsOn(database);
    const house = aHouse({
      replace: () => ({
        archive: createDatabaseSessionArchive(database),
        loadLearner: (userId) => profiles.loadLearner(userId),
      }),
    });
    const [ann, bob] = [await register('ann'), await register('bob')];

    async function register(username: string): Promise<string> {
      const { me } = await accounts.register(aRegistration({ username }), CALLER);
      void house.streams.open(me.id, { deviceId: 'phone' }, new AbortController().signal).next();
      await house.learners.get(me.id);
      await house.clock.advance(0);
      return me.id;
    }
    const counted = async (run: () => Promise<unknown>): Promise<number> => {
      count = 0;
      await run();
      await house.writes.flush(FLUSH_MS);
      return count;
    };
    const join = (userId: string) => house.matching.join(userId, { mode: 'level', deviceId: 'phone' });
    return {
      join: await counted(() => join(ann)),
      match: await counted(() => join(bob)),
      end: await counted(async () => {
        const session = await house.sessions.ofUser(ann);
        if (session === null) throw new Error('the two have not met');
        await house.sessions.end(ann, session.id);
      }),
    };
  } finally {
    await database.close();
  }
}
