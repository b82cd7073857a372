import { SimpleLogger } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from './database/Database.ts';
import { migrate } from './database/migrate.ts';
import { ormOptions } from './database/ormOptions.ts';
import { toDatabase } from './database/toDatabase.ts';
import { createDatabaseSessionArchive } from './sessions/databaseSessionArchive.ts';
import { createDatabaseWaitSamples } from './sessions/databaseWaitSamples.ts';
import { accountsOn, aRegistration, CALLER } from './testing/accountsOn.ts';
import { aHouse } from './testing/aHouse.ts';

/** What the database is asked while two learners meet and part. */

const statements: string[] = [];
let database: Database;

beforeAll(async () => {
  const orm = await MikroORM.init({
    ...ormOptions,
    dbName: 'memory://',
    debug: ['query'],
    colors: false,
    loggerFactory: (options) =>
      new SimpleLogger({ ...options, writer: (message) => void statements.push(message) }),
  });
  await migrate(orm);
  database = toDatabase(orm, {
    isEmbedded: true,
    pool: null,
    dump: null,
    answerWithinMs: null,
    onClose: () => {},
  });
}, 90_000);
afterAll(() => database.close());

async function twoLearners() {
  const { accounts, profiles } = accountsOn(database);
  const house = aHouse({
    replace: () => ({
      archive: createDatabaseSessionArchive(database),
      loadLearner: (userId) => profiles.loadLearner(userId),
    }),
  });
  const arrive = async (username: string) => {
    const { me } = await accounts.register(aRegistration({ username }), CALLER);
    const stream = new AbortController();
    void house.streams.open(me.id, { deviceId: 'phone' }, stream.signal).next();
    await house.learners.get(me.id);
    await house.clock.advance(0);
    return { userId: me.id, join: () => house.matching.join(me.id, { mode: 'level', deviceId: 'phone' }) };
  };
  return { house, a: await arrive('ann'), b: await arrive('bob') };
}

describe('the database', () => {
  test('is asked nothing at a join, one thing at a match and one at an end', async () => {
    const { house, a, b } = await twoLearners();
    statements.length = 0;
    await a.join();
    expect(statements).toEqual([]);

    await house.clock.advance(3_000);
    await b.join();
    await house.writes.flush(60_000);
    expect(statements.map((text) => /insert into "\w+"/.exec(text)?.[0])).toEqual([
      'insert into "speaking_session"',
    ]);

    statements.length = 0;
    const session = await house.sessions.ofUser(a.userId);
    await house.sessions.end(a.userId, session?.id ?? '');
    await house.writes.flush(60_000);
    expect(statements.map((text) => /update "\w+"/.exec(text)?.[0])).toEqual(['update "speaking_session"']);

    statements.length = 0;
    const samples = createDatabaseWaitSamples(database);
    const startedAt = session?.startedAt ?? 0;
    const waited = [
      { mode: 'level', band: 5.5, waitedMs: 3_000 },
      { mode: 'level', band: 5.5, waitedMs: 0 },
    ];
    expect(await samples.aroundHourOf(startedAt + 59 * 60_000)).toEqual(waited);
    expect(statements).toHaveLength(1);
    const [hour, week] = [3_600_000, 7 * 24 * 3_600_000];
    expect(await samples.aroundHourOf(startedAt + 2 * hour)).toEqual([]);
    expect(await samples.aroundHourOf(startedAt + 22 * hour)).toEqual([]);
    expect(await samples.aroundHourOf(startedAt + 23.5 * hour)).toEqual(waited);
    expect(await samples.aroundHourOf(startedAt + 3 * week)).toEqual(waited);
    expect(await samples.aroundHourOf(startedAt + 4 * week + 1)).toEqual([]);
    expect(house.errors).toEqual([]);
  });
});
