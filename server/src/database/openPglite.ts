import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/pglite';
import type { Database } from './Database.ts';
import { lockDirectory } from './directoryLock.ts';
import { migrate } from './migrate.ts';
import { ormOptions } from './ormOptions.ts';
import { toDatabase } from './toDatabase.ts';

/**
 * PostgreSQL inside this process: no server to install, one process only, up to a gigabyte of memory at the first start.
 * A killed process loses nothing that was acknowledged; a power cut may (electric-sql/pglite#1107: no fsync).
 * @param dataDir null: in memory, for tests and for `migration:create`
 * @throws DirectoryInUseError, SchemaTooNewError
 */
export async function openPglite(dataDir: string | null): Promise<Database> {
  const lock = dataDir === null ? null : lockDirectory(dataDir);
  try {
    const orm = await openPgliteOrm(dataDir === null ? 'memory://' : join(dataDir, 'pglite'));
    return toDatabase(orm, {
      isEmbedded: true,
      pool: null,
      dump: async () => (await orm.em.getDriver().getConnection().getNativeClient()).dumpDataDir('gzip'),
      // It cannot be away, and on a slow machine its first answers take seconds.
      answerWithinMs: null,
      onClose: () => lock?.release(),
    });
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** For tools that need the ORM itself. Takes no lock. */
export async function openPgliteOrm(place: string): Promise<MikroORM> {
  const orm = await MikroORM.init({ ...ormOptions, dbName: place });
  try {
    await migrate(orm);
    return orm;
  } catch (error) {
    await orm.close();
    throw error;
  }
}
