import type { AccountDesk } from '../accounts/createAccountDesk.ts';
import type { Clock } from '../clock/Clock.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/Database.ts';
import type { DatabaseFacts } from '../database/readDatabaseFacts.ts';
import type { VapidKeys } from '../push/createVapidKeys.ts';
import type { ReportDesk } from '../safety/createReportDesk.ts';

/** People and calls of this moment, over all servers. */
export interface NowFigures {
  online: number;
  waiting: { roulette: number; level: number };
  sessions: number;
}

/** The part of a composed house that commands work on. */
export interface HouseDesk {
  accounts: AccountDesk;
  reports: ReportDesk;
  pushKeys: VapidKeys;
  database: Database;
  now(): Promise<NowFigures>;
}

/** What commands work with, in a running server and without one. */
export interface Desk {
  config: Config;
  clock: Clock;
  /** Whether a running server carries the command out. */
  isServer: boolean;
  /** @throws AppError DATABASE_UNAVAILABLE, BUSY; CommandError */
  house(): Promise<HouseDesk>;
  /** Answers also where `house` would fail, or would change the schema. @throws AppError DATABASE_UNAVAILABLE; CommandError */
  databaseFacts(): Promise<DatabaseFacts>;
}
