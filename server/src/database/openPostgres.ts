import { MikroORM } from '@mikro-orm/postgresql';
import type { Database } from './Database.ts';
import { migrate } from './migrate.ts';
import { ormOptions } from './ormOptions.ts';
import { type DatabaseFacts, readDatabaseFacts } from './readDatabaseFacts.ts';
import { toDatabase } from './toDatabase.ts';
import { toDatabaseUnavailable } from './toDatabaseUnavailable.ts';

/** Any number that other programs in the same database do not use for an advisory lock. */
const MIGRATION_LOCK = 7_394_021;

const CONNECT_MS = 2_000;
const ANSWER_MS = 3_000;

/** The codes of "there is no such database", and of "somebody just made it" in both places where PostgreSQL notices. */
const NO_DATABASE = '3D000';
const EXISTS_NOW: readonly unknown[] = ['42P04', '23505'];

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

function openOrm(url: string, driverOptions: object = {}): Promise<MikroORM> {
  return MikroORM.init({
    ...ormOptions,
    clientUrl: url,
    // The ORM's own way of creating a missing database fails, or never settles, when two servers try at once.
    ensureDatabase: false,
    // The whole URL also goes to pg, which knows its parameters (sslmode, host=/socket …); the ORM would drop them.
    driverOptions: {
      connectionString: url,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      application_name: 'suhbatdosh',
      ...driverOptions,
    },
  });
}

async function withOrm<T>(url: string, work: (orm: MikroORM) => Promise<T>): Promise<T> {
  const orm = await openOrm(url);
  try {
    return await work(orm);
  } finally {
    await orm.close();
  }
}

/** Creates the database that the URL names unless it is there. Several servers may do so at once. */
async function ensureDatabase(url: string): Promise<void> {
  try {
    await withOrm(url, (orm) => orm.em.fork().execute('select 1'));
    return;
  } catch (error) {
    if (codeOf(error) !== NO_DATABASE) throw error;
  }
  const management = new URL(url);
  const name = decodeURIComponent(management.pathname.slice(1));
  management.pathname = '/postgres';
  try {
    await withOrm(management.href, (orm) =>
      orm.em.fork().execute(`create database "${name.replaceAll('"', '""')}"`),
    );
  } catch (error) {
    if (!EXISTS_NOW.includes(codeOf(error))) throw error;
  }
}

/** Servers that start together wait here for the first of them; a migration may take as long as it needs. */
function migrateOneAtATime(url: string): Promise<void> {
  return withOrm(url, (orm) =>
    orm.em.fork().transactional(async (em) => {
      await em.execute('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
      await migrate(orm);
    }),
  );
}

/**
 * A PostgreSQL server; creates the database and its schema if need be.
 * @throws SchemaTooNewError, AppError DATABASE_UNAVAILABLE
 */
export async function openPostgres(url: string): Promise<Database> {
  try {
    await ensureDatabase(url);
    await migrateOneAtATime(url);
  } catch (error) {
    throw toDatabaseUnavailable(error) ?? error;
  }
  // `query_timeout` frees the connection of a use that was given up.
  const orm = await openOrm(url, { query_timeout: ANSWER_MS });
  const pool = await orm.em.getDriver().getConnection().getNativeClient();
  return toDatabase(orm, {
    isEmbedded: false,
    pool: () => ({
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    dump: null,
    answerWithinMs: ANSWER_MS,
    onClose: () => {},
  });
}

/** Reads what is to be known of a PostgreSQL database without changing anything, not even a missing schema. @throws AppError DATABASE_UNAVAILABLE */
export async function inspectPostgres(url: string, now: () => number): Promise<DatabaseFacts> {
  try {
    return await withOrm(url, (orm) => readDatabaseFacts(orm.em.fork(), { isEmbedded: false, now }));
  } catch (error) {
    throw toDatabaseUnavailable(error) ?? error;
  }
}
