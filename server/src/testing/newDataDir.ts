import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { openPglite } from '../database/openPglite.ts';

/**
 * A new DATA_DIR with an embedded database that has all tables and no row. The first start of one takes seconds, which
 * two dozen files of tests need not spend: it is made once a run and copied.
 */
export async function newDataDir(): Promise<string> {
  const made = join(inject('runFolder'), 'data');
  if (!existsSync(made)) await makeOnce(made);
  const dataDir = await mkdtemp(join(tmpdir(), 'suhbatdosh-'));
  await cp(made, dataDir, { recursive: true });
  return dataDir;
}

/** Two workers may come at once: both make one, and the second one's is thrown away. */
async function makeOnce(made: string): Promise<void> {
  const making = await mkdtemp(`${made}-`);
  const database = await openPglite(making);
  await database.close();
  try {
    await rename(making, made);
  } catch {
    await rm(making, { recursive: true });
  }
}
