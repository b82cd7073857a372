import {
  pino,
  stdTimeFunctions,
  type Bindings,
  type ChildLoggerOptions,
  type DestinationStream,
  type LogFn,
  type Logger,
} from 'pino';
import type { Config } from '../config.ts';
import { redact } from './redact.ts';

/** JSON lines on stdout. Everything passes `redact`, so that no call site has to remember to. */
export function createLogger(level: Config['logLevel'], destination?: DestinationStream): Logger {
  const options = {
    level,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: clean },
    // The error is an outline already when pino's own serializer would look at it.
    serializers: { err: (error: unknown) => error },
    hooks: { logMethod },
  };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  const makeChild: (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) => Logger = logger.child;
  return Object.assign(logger, {
    // pino has no formatter for what a child carries along; children inherit this from the logger they come of.
    child(this: Logger, bindings: Bindings, childOptions?: ChildLoggerOptions) {
      return makeChild.call(this, clean(bindings), childOptions);
    },
  });
}

function clean(fields: Record<string, unknown>): Record<string, unknown> {
  return redact(fields) as Record<string, unknown>;
}

/** Without words of the caller's own pino would take the error's message, uncleaned. */
function logMethod(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, ...words] = args;
  const isWordless = words.length === 0 && hasError(first);
  method.apply(this, isWordless ? [first, 'error'] : args);
}

function hasError(fields: unknown): boolean {
  if (fields instanceof Error) return true;
  return typeof fields === 'object' && fields !== null && 'err' in fields && fields.err instanceof Error;
}
