import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newDataDir } from '../testing/newDataDir.ts';
import type { Database } from './Database.ts';
import { openPglite } from './openPglite.ts';
import { openPostgres } from './openPostgres.ts';
import { postgresAt, startTestPostgres } from './testPostgres.ts';

/** What a suite gets: the database is there from `beforeAll` on and empty at the start of every test. */
export interface TestDatabase {
  readonly database: Database;
}

interface Opened {
  database: Database;
  close(): Promise<void>;
}

async function openTestPglite(): Promise<Opened> {
  const dataDir = await newDataDir();
  const database = await openPglite(dataDir);
  return {
    database,
    async close() {
      await database.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function openTestPostgres(): Promise<Opened> {
  const postgres = await startTestPostgres();
  const database = await openPostgres(postgres.newDatabaseUrl());
  return {
    database,
    async close() {
      await database.close();
      await postgres.stop();
    },
  };
}

function runOn(open: () => Promise<Opened>, suite: (test: TestDatabase) => void): void {
  let opened: Opened | undefined;
  const test = {
    get database() {
      if (opened === undefined) throw new Error('the database is open inside tests and hooks only');
      return opened.database;
    },
  };
  beforeAll(async () => void (opened = await open()), 90_000);
  afterAll(() => opened?.close(), 30_000);
  // Every table hangs on an account or on a session.
  beforeEach(() => test.database.use((em) => em.execute('truncate account, speaking_session cascade')));
  suite(test);
}

/**
 * Runs a suite on PGlite and on PostgreSQL: the server of TEST_DATABASE_URL, or a throw-away one.
 * A machine that has none skips that half; a run with CI=true fails.
 */
export function describeOnDatabases(title: string, suite: (test: TestDatabase) => void): void {
  describe(`${title} (PGlite)`, () => runOn(openTestPglite, suite));

  if (postgresAt === null && process.env.CI === 'true') {
    it(`${title} (PostgreSQL)`, () => expect.fail('there is no PostgreSQL on this machine'));
  } else {
    describe.skipIf(postgresAt === null)(`${title} (PostgreSQL)`, () => runOn(openTestPostgres, suite));
  }
}
