import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { commands } from './cli/commands.ts';
import { openOperatorSocket } from './cli/openOperatorSocket.ts';
import { openServerDesk } from './cli/openServerDesk.ts';
import { systemClock } from './clock/systemClock.ts';
import { compose, type House } from './compose.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { DirectoryInUseError } from './database/directoryLock.ts';
import { SchemaTooNewError } from './database/migrate.ts';
import { misspelledSettings } from './misspelledSettings.ts';
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

/** Without it the server serves people all the same; the operator's commands then open the database themselves. */
async function listenToOperator(house: House): Promise<void> {
  const { operatorSocket: path } = config;
  if (path === null) return;
  const desk = openServerDesk(config, systemClock, house.desk);
  try {
    const socket = await openOperatorSocket({ path, desk, commands, logger });
    process.once('exit', () => socket.remove());
  } catch (error) {
    logger.warn(
      { err: error, path },
      'no operator socket: set OPERATOR_SOCKET to a path that can be written to',
    );
  }
}

/** One line for an operator. */
function whyNotStarted(error: unknown): string {
  if (error instanceof DirectoryInUseError || error instanceof SchemaTooNewError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${config.port} is in use: stop what listens there, or set PORT`;
    case 'EACCES':
      return `port ${config.port} or ${config.dataDir} is not allowed to this user`;
    case 'DATABASE_UNAVAILABLE':
      return 'the database of DATABASE_URL does not answer, or does not let us in';
    case 'BUSY':
      return 'the Redis of REDIS_URL does not answer, or does not let us in';
    case 'EEXIST':
    case 'ENOTDIR':
      return `DATA_DIR (${config.dataDir}) is not a folder`;
    default:
      return 'the server could not start; the line above says why';
  }
}

const config = readSettings();
const logger = createLogger(config.logLevel);
for (const { given, meant } of misspelledSettings(process.env)) {
  logger.warn({ given, meant }, `${given} is no setting and is ignored: did you mean ${meant}?`);
}
try {
  const clientDir = fileURLToPath(new URL('../../client/dist', import.meta.url));
  const house = await compose({ config, logger, clientDir });
  stopOnSignals(house, logger);
  await listenToOperator(house);
  const { port } = await house.listen();
  logger.info(
    { port, origins: config.origins, database: config.databaseUrl ? 'postgresql' : 'embedded' },
    'listening',
  );
} catch (error) {
  logger.fatal({ err: error }, 'the server could not start');
  process.stderr.write(`${whyNotStarted(error)}\n`);
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 1_000).unref();
}
