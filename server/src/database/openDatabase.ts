import type { Database } from './Database.ts';
import { openPglite } from './openPglite.ts';
import { openPostgres } from './openPostgres.ts';

interface DatabaseSettings {
  /** A `postgres://` URL that names a database; null: embedded. */
  databaseUrl: string | null;
  /** Where the embedded database lives. */
  dataDir: string;
}

/**
 * Opens the database and brings its schema up to date.
 * @throws DirectoryInUseError, SchemaTooNewError: each with one line for the operator; AppError DATABASE_UNAVAILABLE
 */
export function openDatabase({ databaseUrl, dataDir }: DatabaseSettings): Promise<Database> {
  return databaseUrl === null ? openPglite(dataDir) : openPostgres(databaseUrl);
}
