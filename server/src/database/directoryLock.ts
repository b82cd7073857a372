import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** SQLITE_BUSY (https://www.sqlite.org/rescode.html#busy): somebody else has the file locked. */
const BUSY = 5;

/** Another process works in this directory. The message is one line for an operator. */
export class DirectoryInUseError extends Error {
  constructor(directory: string) {
    super(
      `${directory} is in use by another running server: stop that one, or set DATA_DIR to another directory`,
    );
    this.name = 'DirectoryInUseError';
  }
}

export interface DirectoryLock {
  release(): void;
}

/**
 * Takes a directory for this process alone, and creates it if need be. PGlite has no lock of its own: two processes in
 * one directory lose each other's writes (electric-sql/pglite#1106).
 *
 * The lock is the kernel's, on the file `pglite.lock`, held through SQLite because Node offers no lock on a file itself.
 * So it ends with its holder, however that ends; nothing stale is ever left to judge by process ids (which repeat in
 * containers), and of two that start at once exactly one gets it. It holds between containers that share a volume of one
 * host; a network file system must support POSIX locks.
 *
 * @throws DirectoryInUseError
 */
export function lockDirectory(directory: string): DirectoryLock {
  // What lies there is for the eyes of this user only.
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(directory, 'pglite.lock'), { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) {
      throw new DirectoryInUseError(directory);
    }
    throw error;
  }
  return { release: () => file.close() };
}
