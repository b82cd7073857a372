import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { SimpleLogger } from '@mikro-orm/core';
import { entities } from './entities.ts';

export const migrationsPath = fileURLToPath(new URL('./migrations', import.meta.url));

/** What both drivers share. */
export const ormOptions = {
  entities,
  extensions: [Migrator],
  migrations: {
    path: migrationsPath,
    pathTs: migrationsPath,
    glob: 'Migration*.ts',
    emit: 'ts' as const,
    fileName: (timestamp: string, name?: string) =>
      `Migration${timestamp}${(name ?? '').replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`,
    silent: true,
    /** A new migration is compared with what the others build (`createMigration.ts`): there is no second record to keep true. */
    snapshot: false,
  },
  /** Errors are thrown, and whoever catches one logs it: the ORM itself says nothing. */
  loggerFactory: (options: ConstructorParameters<typeof SimpleLogger>[0]) =>
    new SimpleLogger({ ...options, writer: () => {} }),
};
