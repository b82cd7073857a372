import { createWriteStream, mkdirSync, openAsBlob, renameSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { restorePglite } from '../../database/restorePglite.ts';
import { SchemaTooNewError } from '../../database/migrate.ts';
import { DirectoryInUseError } from '../../database/directoryLock.ts';
import { type Command, CommandError, defineCommand } from '../Command.ts';

/** A path on the server's machine. */
const path = z.string().min(1).max(4096);

const NOT_EMBEDDED =
  'the database is PostgreSQL: docker compose --profile backup run --rm backup once, or sh server/src/cli/backup.sh once';

/** 20261122T190000Z: sorts by time and needs no quotes. */
const toStamp = (now: number): string => new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');

const backup = defineCommand({
  name: 'backup',
  summary: 'writes the embedded database into one file',
  usage: '[FOLDER]',
  details: [
    'Into FOLDER (./backups), also while the server runs; everybody waits for the seconds that it takes.',
    'For PostgreSQL: docker compose --profile backup run --rm backup once.',
  ],
  places: ['folder'],
  options: {},
  secret: null,
  input: z.strictObject({ folder: path.default('backups') }),
  async run(desk, { folder }, say) {
    const { database } = await desk.house();
    if (database.dump === null) throw new CommandError(NOT_EMBEDDED);
    const file = join(resolve(folder), `suhbatdosh-${toStamp(desk.clock.now())}.tar.gz`);
    const dump = await database.dump();
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Under its final name only when it is whole.
      await pipeline(
        Readable.fromWeb(dump.stream()),
        createWriteStream(`${file}.part`, { mode: 0o600, flush: true }),
      );
      renameSync(`${file}.part`, file);
    } catch (error) {
      throw new CommandError(`${file} cannot be written (${codeOf(error)})`, { cause: error });
    }
    say(`wrote ${file} (${(dump.size / 1024 ** 2).toFixed(1)} MiB)`);
    return { isOk: true, data: { file, bytes: dump.size } };
  },
});

const restore = defineCommand({
  name: 'restore',
  summary: 'puts a file of `backup` in the place of the embedded database',
  usage: 'FILE',
  details: [
    'The server must be stopped. What was there is kept beside it in DATA_DIR.',
    'For PostgreSQL: docker compose --profile backup run --rm backup restore FILE.',
  ],
  places: ['file'],
  options: {},
  secret: null,
  input: z.strictObject({ file: path }),
  async run(desk, { file }, say) {
    const { databaseUrl, dataDir } = desk.config;
    if (databaseUrl !== null) throw new CommandError(NOT_EMBEDDED.replaceAll(' once', ' restore FILE'));
    if (desk.isServer) throw new CommandError('the server is running: stop it first');
    if (!statSync(file, { throwIfNoEntry: false })?.isFile())
      throw new CommandError(`there is no file ${file}`);
    const dump = await openAsBlob(file, { type: 'application/x-gzip' });
    const kept = await restorePglite({ dataDir, dump, stamp: toStamp(desk.clock.now()) }).catch(
      (error: unknown) => {
        if (error instanceof SchemaTooNewError || error instanceof DirectoryInUseError) throw error;
        throw new CommandError(`${file} is no backup of an embedded database; nothing was changed`, {
          cause: error,
        });
      },
    );
    say(`restored ${file}${kept === null ? '' : `; what was there is in ${kept}`}`);
    return { isOk: true, data: { file, kept } };
  },
});

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

export const backupCommands: readonly Command[] = [backup, restore];
