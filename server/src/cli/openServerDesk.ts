import type { Clock } from '../clock/Clock.ts';
import type { Config } from '../config.ts';
import { readDatabaseFacts } from '../database/readDatabaseFacts.ts';
import type { Desk, HouseDesk } from './Desk.ts';

/** The desk of a running server. */
export function openServerDesk(config: Config, clock: Clock, house: HouseDesk): Desk {
  const { database } = house;
  return {
    config,
    clock,
    isServer: true,
    house: async () => house,
    databaseFacts: () =>
      database.use((em) =>
        readDatabaseFacts(em, { isEmbedded: database.isEmbedded, now: () => clock.now() }),
      ),
  };
}
