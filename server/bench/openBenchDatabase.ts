import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresAt, startTestPostgres } from '../src/database/testPostgres.ts';
import { seedUsers } from './seedUsers.ts';

export interface BenchDatabase {
  description: string;
  /** null: embedded, in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  remove(): Promise<void>;
}

/** A database with `users` logged-in users: PostgreSQL where there is one, as in production, or else the embedded one. */
export async function openBenchDatabase(users: number): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'suhbatdosh-bench-'));
  const postgres = postgresAt === null ? null : await startTestPostgres();
  const databaseUrl = postgres?.newDatabaseUrl() ?? null;
  await seedUsers({ databaseUrl, dataDir }, users);
  return {
    description:
      postgres === null ? 'PGlite, inside the measured process' : 'PostgreSQL, a process of its own',
    databaseUrl,
    dataDir,
    async remove() {
      await postgres?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
