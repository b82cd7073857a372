import { AppError, type AppCode } from '../contract/errors.ts';
import { DirectoryInUseError } from '../database/directoryLock.ts';
import { SchemaTooNewError } from '../database/migrate.ts';
import { CommandError } from './Command.ts';

const WORDS: Partial<Record<AppCode, string>> = {
  NOT_FOUND: 'there is no such account or report, or more than one begins like that',
  USERNAME_TAKEN: 'that username is taken; to change what it may do: suhbatdosh set-role',
  PASSWORD_TOO_COMMON: 'that password is too common, or has the name in it: choose another',
  DATABASE_UNAVAILABLE: 'the database does not answer, or does not let us in: suhbatdosh doctor',
  BUSY: 'Redis does not answer, or the server has too much to do: suhbatdosh doctor',
};

/** One line; null: nobody foresaw this error, so that it belongs into the log. */
export function toOperatorWords(error: unknown): string | null {
  if (error instanceof AppError) return WORDS[error.code] ?? error.code;
  if (error instanceof DirectoryInUseError) {
    return `${error.message}; a running server carries commands out itself when it finds its operator socket (OPERATOR_SOCKET)`;
  }
  if (error instanceof CommandError || error instanceof SchemaTooNewError) return error.message;
  return null;
}
