import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../clock/systemClock.ts';
import { compose, type House } from '../compose.ts';
import type { Config } from '../config.ts';
import { readDatabaseFacts } from '../database/readDatabaseFacts.ts';
import { inspectPostgres } from '../database/openPostgres.ts';
import { createLogger } from '../transport/createLogger.ts';
import { CommandError } from './Command.ts';
import type { Desk } from './Desk.ts';

interface LocalDesk extends Desk {
  close(): Promise<void>;
}

/**
 * Where no server runs on this machine: a house of our own, in which nobody can call. With Redis it is one more server
 * for the moment, so that the others hear of a ban at once.
 */
export function openLocalDesk(config: Config): LocalDesk {
  let opened: Promise<House> | null = null;
  const open = (): Promise<House> => {
    opened ??= compose({ config, logger: createLogger('silent'), clientDir: join(config.dataDir, 'none') });
    return opened;
  };
  return {
    config,
    clock: systemClock,
    isServer: false,
    house: async () => (await open()).desk,
    async databaseFacts() {
      if (config.databaseUrl !== null) return inspectPostgres(config.databaseUrl, () => systemClock.now());
      if (!existsSync(join(config.dataDir, 'pglite'))) {
        throw new CommandError('there is none yet: the first start of the server makes it');
      }
      const { database } = (await open()).desk;
      return database.use((em) => readDatabaseFacts(em, { isEmbedded: true, now: () => systemClock.now() }));
    },
    async close() {
      await opened?.then(
        (house) => house.stop(),
        () => {},
      );
    },
  };
}
