import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Config } from '../../config.ts';
import { fail, type Finding, ok, warn } from './Finding.ts';

const GIB = 1024 ** 3;
/** The embedded database is 40 MB when it is empty, and writes ahead as much again. */
const LEAST_FREE_BYTES = GIB / 2;

/** The folder of the embedded database, and the file with the secrets. */
export function checkHost(config: Pick<Config, 'databaseUrl' | 'dataDir'>, envFile: string): Finding[] {
  return [...(config.databaseUrl === null ? [checkDataDir(config.dataDir)] : []), ...checkEnvFile(envFile)];
}

function checkDataDir(dataDir: string): Finding {
  const about = 'disk';
  const place = nearestThere(resolve(dataDir));
  if (!statSync(place).isDirectory()) {
    return fail(about, `DATA_DIR (${dataDir}) is not a folder`, 'correct DATA_DIR');
  }
  try {
    accessSync(place, constants.W_OK);
  } catch {
    return fail(
      about,
      `DATA_DIR (${dataDir}) cannot be written to`,
      'give it to the user that runs the server',
    );
  }
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  const words = `${(free / GIB).toFixed(1)} GiB free for DATA_DIR`;
  return free < LEAST_FREE_BYTES ? fail(about, words, 'make room, or move DATA_DIR') : ok(about, words);
}

/** The folder may not have been made yet. */
function nearestThere(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestThere(dirname(path));
}

function checkEnvFile(path: string): Finding[] {
  const about = 'secrets';
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return [];
  return (mode & 0o077) === 0
    ? [ok(about, `${path} is for its owner only`)]
    : [warn(about, `${path} can be read by others on this machine`, `chmod 600 ${path}`)];
}
