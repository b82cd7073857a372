import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { lockDirectory } from './directoryLock.ts';
import { openPgliteOrm } from './openPglite.ts';

interface RestoreOptions {
  dataDir: string;
  /** What `Database.dump` gave. */
  dump: Blob;
  /** Names the folder to which the present database moves. */
  stamp: string;
}

/**
 * Puts a dump in the place of the embedded database. The dump is opened, and its schema brought up to date, before
 * anything is moved; what was there is kept beside it. Answers where, or null: there was nothing.
 * @throws DirectoryInUseError, SchemaTooNewError, or whatever a dump that is none makes PGlite throw
 */
export async function restorePglite({ dataDir, dump, stamp }: RestoreOptions): Promise<string | null> {
  const lock = lockDirectory(dataDir);
  const place = join(dataDir, 'pglite');
  const restored = join(dataDir, `pglite-restored-${stamp}`);
  const kept = join(dataDir, `pglite-before-${stamp}`);
  try {
    const pglite = await PGlite.create({ dataDir: restored, loadDataDir: dump });
    await pglite.close();
    const orm = await openPgliteOrm(restored);
    await orm.em.fork().execute('select count(*) from account');
    await orm.close();
    const wasThere = existsSync(place);
    if (wasThere) renameSync(place, kept);
    renameSync(restored, place);
    return wasThere ? kept : null;
  } catch (error) {
    rmSync(restored, { recursive: true, force: true });
    throw error;
  } finally {
    lock.release();
  }
}
