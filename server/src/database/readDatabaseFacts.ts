import { readdirSync } from 'node:fs';
import type { SqlEntityManager as EntityManager } from '@mikro-orm/postgresql';
import { migrationsPath } from './ormOptions.ts';

/** What an operator wants to know of a database. */
export interface DatabaseFacts {
  isEmbedded: boolean;
  /** e.g. `17.11`. */
  version: string;
  sizeBytes: number;
  /** Of one question and its answer. */
  latencyMs: number;
  /** Its clock, milliseconds since 1970, as of the middle of that question. */
  clockAheadMs: number;
  /** Migrations of this program that it has not had; they are run at the next start. */
  pending: string[];
  /** Migrations that this program does not know: it is of a newer version. */
  unknown: string[];
}

interface Row {
  version: string;
  size: string | number;
  now_ms: string | number;
  has_migrations: boolean;
}

const QUESTION = `select current_setting('server_version') as version,
  pg_database_size(current_database()) as size,
  extract(epoch from clock_timestamp()) * 1000 as now_ms,
  to_regclass('mikro_orm_migrations') is not null as has_migrations`;

/** Changes nothing. @param now milliseconds since 1970 */
export async function readDatabaseFacts(
  em: EntityManager,
  { isEmbedded, now }: { isEmbedded: boolean; now: () => number },
): Promise<DatabaseFacts> {
  // The first question may have to open a connection.
  await em.execute('select 1');
  const before = now();
  const [row] = await em.execute<Row[]>(QUESTION);
  const after = now();
  if (row === undefined) throw new Error('the database answered with nothing');
  const executed = row.has_migrations
    ? await em.execute<{ name: string }[]>('select name from mikro_orm_migrations order by id')
    : [];
  const known = readdirSync(migrationsPath)
    .filter((file) => /^Migration.*\.ts$/.test(file))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
  const done = new Set(executed.map(({ name }) => name));
  return {
    isEmbedded,
    version: row.version.split(' ')[0] ?? row.version,
    sizeBytes: Number(row.size),
    latencyMs: after - before,
    clockAheadMs: Math.round(Number(row.now_ms) - (before + after) / 2),
    pending: known.filter((name) => !done.has(name)),
    unknown: [...done].filter((name) => !known.includes(name)),
  };
}
