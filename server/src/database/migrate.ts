import { readdirSync } from 'node:fs';
import type { SqlMikroORM } from '@mikro-orm/postgresql';
import { migrationsPath } from './ormOptions.ts';

/** The database knows migrations that this code does not. The message is one line for an operator. */
export class SchemaTooNewError extends Error {
  constructor(migration: string) {
    super(
      `the database was used by a newer version (it has ${migration}): run that version, or restore a backup`,
    );
    this.name = 'SchemaTooNewError';
  }
}

/**
 * Brings the schema to what the code expects: all pending migrations or none.
 * Two of these at once would fail (the migrator has no lock): the caller sees to it that there is one.
 * @throws SchemaTooNewError
 */
export async function migrate(orm: SqlMikroORM): Promise<void> {
  const known = new Set(readdirSync(migrationsPath).map((file) => file.replace(/\.ts$/, '')));
  const executed = await orm.migrator.getExecuted();
  const unknown = executed.find(({ name }) => !known.has(name));
  if (unknown !== undefined) throw new SchemaTooNewError(unknown.name);
  await orm.migrator.up();
}
