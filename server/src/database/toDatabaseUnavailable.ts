import { AppError } from '../contract/errors.ts';

/** Node's words for a connection that cannot be made or kept. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * PostgreSQL's classes 08 (connection; but 08P01 is text that it cannot take), 53 (no disk, memory or connections left) and 57P (shut down, starting, dropped).
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const SERVER_CODES = /^(08(?!P01)...|53...|57P0[1-5])$/;

/** pg and pg-pool give these no code. */
const MESSAGES =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|PGlite is clos/;

function isConnectionError(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    if (NETWORK_CODES.has(code) || SERVER_CODES.test(code) || MESSAGES.test(cause.message)) return true;
    if (cause instanceof AggregateError && cause.errors.some(isConnectionError)) return true;
  }
  return false;
}

/** The refusal for an error that means "the database is away"; null: the error means something else. */
export function toDatabaseUnavailable(error: unknown): AppError | null {
  if (error instanceof AppError) return error.code === 'DATABASE_UNAVAILABLE' ? error : null;
  return isConnectionError(error) ? new AppError('DATABASE_UNAVAILABLE', { cause: error }) : null;
}
