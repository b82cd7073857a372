import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

/** Longer than a page stays open, even an installed one that is never closed. */
const KEEP_MS = 14 * 24 * 3_600_000;

interface KeepAssetsOptions {
  /** The built client, with `assets/`. */
  clientDir: string;
  /** Where assets of all releases of the last two weeks lie; made when it is not there. */
  keptDir: string;
  nowMs: number;
}

/**
 * Lays this release's hashed files beside those of the releases before it, so that a page which was opened before a
 * deploy still gets the parts that it has not fetched yet. A file's time says when a release that has it last started.
 * @throws when the folder cannot be written
 */
export function keepAssets({ clientDir, keptDir, nowMs }: KeepAssetsOptions): void {
  const from = join(clientDir, 'assets');
  mkdirSync(keptDir, { recursive: true });
  const now = new Date(nowMs);
  for (const name of readdirSync(from)) {
    const target = join(keptDir, name);
    if (statSync(target, { throwIfNoEntry: false }) === undefined) {
      // Under its name only when it is whole: this process may be killed, and others may read the folder too, which
      // pass over names that begin with a dot.
      const part = join(keptDir, `.${name}.${process.pid}`);
      copyFileSync(join(from, name), part);
      renameSync(part, target);
    }
    utimesSync(target, now, now);
  }
  for (const name of readdirSync(keptDir)) {
    const target = join(keptDir, name);
    // Null: another server of the same folder was faster.
    const found = statSync(target, { throwIfNoEntry: false }) ?? null;
    if (found?.isFile() && nowMs - found.mtimeMs > KEEP_MS) rmSync(target, { force: true });
  }
}
