import type { SqlEntityManager as EntityManager } from '@mikro-orm/postgresql';

export interface PoolFigures {
  /** Connections that are at work. */
  busy: number;
  idle: number;
  /** Uses that wait for a connection. */
  waiting: number;
}

/**
 * The database as features see it. Every use gets an EntityManager of its own and leaves nothing behind.
 *
 * PGlite has one connection: a query beside an open transaction would wait for it for ever, and so would all after it.
 * So inside `transaction` only its own EntityManager may be used; `use` and `transaction` throw there at once, on
 * PostgreSQL too, so that such a mistake is found by any test. (An open transaction also keeps everybody else waiting:
 * hash, fetch and think before it.)
 *
 * Both throw AppError DATABASE_UNAVAILABLE, within three seconds, when the database is away or frozen. What was given
 * up may still have been carried out.
 */
export interface Database {
  /** Whether the database lives in this process (PGlite). */
  readonly isEmbedded: boolean;
  /** Of the connections to it; null: it is embedded and has one. */
  readonly pool: (() => PoolFigures) | null;
  /** All of it, as a gzipped tar that `restorePglite` takes; null: it is not embedded, pg_dump does that. */
  readonly dump: (() => Promise<Blob>) | null;
  use<T>(work: (em: EntityManager) => Promise<T>): Promise<T>;
  /** Commits what `work` did when it returns, undoes it when it throws. */
  transaction<T>(work: (em: EntityManager) => Promise<T>): Promise<T>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
