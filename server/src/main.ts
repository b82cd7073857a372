import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { compose, type House } from './compose.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { DirectoryInUseError } from './database/directoryLock.ts';
import { SchemaTooNewError } from './database/migrate.ts';
import { createLogger } from './transport/createLogger.ts';

/** sysexits.h: the settings are wrong; starting again will not help. */
const EX_CONFIG = 78;
/** A stop that takes longer is cut, before a supervisor does it with less grace. */
const STOP_WITHIN_MS = 28_000;

function readSettings(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.lines) process.stderr.write(`${line}\n`);
    process.exit(EX_CONFIG);
  }
}

function stopOnSignals(house: House, logger: Logger): void {
  let isStopping = false;
  const stop = (reason: string, exitCode: number): void => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    house.stop().then(
      () => {
        logger.info('stopped');
        process.exit(exitCode);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM', 0));
  process.once('SIGINT', () => stop('SIGINT', 0));
  // The state after an error that nobody caught is unknown: let people go elsewhere and start anew.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, event);
      stop(event, 1);
    });
  }
}

const config = readSettings();
const logger = createLogger(config.logLevel);
try {
  const clientDir = fileURLToPath(new URL('../../client/dist', import.meta.url));
  const house = await compose({ config, logger, clientDir });
  stopOnSignals(house, logger);
  const { port } = await house.listen();
  logger.info(
    { port, origins: config.origins, database: config.databaseUrl ? 'postgresql' : 'embedded' },
    'listening',
  );
} catch (error) {
  logger.fatal({ err: error }, 'the server could not start');
  if (error instanceof DirectoryInUseError || error instanceof SchemaTooNewError) {
    process.stderr.write(`${error.message}\n`);
  }
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 1_000).unref();
}
