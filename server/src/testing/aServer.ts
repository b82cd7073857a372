import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Desk } from '../cli/Desk.ts';
import { openServerDesk } from '../cli/openServerDesk.ts';
import { systemClock } from '../clock/systemClock.ts';
import { compose } from '../compose.ts';
import type { PushOverrides } from '../composePush.ts';
import { readConfig } from '../config.ts';
import { createLogger } from '../transport/createLogger.ts';
import { createApiClient, ORIGIN, type ApiClient } from './apiClient.ts';
import { newDataDir } from './newDataDir.ts';

let lastNumber = 0;
const PASSWORD = 'qovun polvon 77';

export interface TestServer {
  baseUrl: string;
  /** Somebody who has registered; not connected yet. */
  aLearner(fields?: Record<string, unknown>): Promise<ApiClient>;
  /** As an operator has it. */
  desk: Desk;
  setBanned(userId: string, isBanned: boolean): Promise<unknown>;
  /** Logged in as the same person on another device; not connected yet. */
  anotherDeviceOf(client: ApiClient): Promise<ApiClient>;
  stop(): Promise<void>;
}

/** The whole server on a free port of this machine, with an embedded database of its own. */
export async function aServer(env: Record<string, string> = {}, push?: PushOverrides): Promise<TestServer> {
  const dataDir = await newDataDir();
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_ORIGIN: ORIGIN,
    DATA_DIR: dataDir,
    STUN_URLS: 'none',
    ROULETTE_INTERVAL_SECONDS: '1',
    LOG_LEVEL: 'error',
    ...env,
  });
  const house = await compose({
    config,
    logger: createLogger(config.logLevel),
    clientDir: join(dataDir, 'none'),
    ...(push && { push }),
  });
  const { port } = await house.listen();
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    baseUrl,
    async aLearner(fields = {}) {
      const client = createApiClient(baseUrl);
      await client.http('mutation', 'auth.register', {
        username: `learner_${++lastNumber}`,
        password: PASSWORD,
        displayName: 'Madina',
        currentBand: 6,
        targetBand: 7,
        birthYear: 2000,
        ...fields,
      });
      return client;
    },
    desk: openServerDesk(config, systemClock, house.desk),
    setBanned: house.desk.accounts.setBanned,
    async anotherDeviceOf(client) {
      const { username } = (await client.http('query', 'auth.me')) as { username: string };
      const other = createApiClient(baseUrl);
      await other.http('mutation', 'auth.login', { username, password: PASSWORD });
      return other;
    },
    async stop() {
      await house.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
