import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryInUseError, lockDirectory } from './directoryLock.ts';
import { openDatabase } from './openDatabase.ts';

/** Takes the lock and keeps it; prints `locked`, or the error. */
const HOLDER = `
  const { lockDirectory } = await import(${JSON.stringify(new URL('./directoryLock.ts', import.meta.url).href)});
  try { lockDirectory(process.argv[1]); console.log('locked'); setInterval(() => {}, 60_000); }
  catch (error) { console.log(error.message); }
`;

describe('the lock on the data directory', () => {
  let directory = '';
  const children: ChildProcess[] = [];

  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'suhbatdosh-lock-'))));
  afterEach(async () => {
    await Promise.all(children.splice(0).map(kill));
    rmSync(directory, { recursive: true, force: true });
  });

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  async function startHolder(): Promise<{ child: ChildProcess; said: string }> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, said: text.toString().trim() };
  }

  it('lets no second process in, and tells it in one line which directory is meant', async () => {
    const first = await startHolder();
    const second = await startHolder();
    expect(first.said).toBe('locked');
    expect(second.said).toContain(`${directory} is in use by another running server`);
    expect(second.said).not.toContain('\n');
  });

  it('lets no second holder of the same process in', () => {
    const lock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(DirectoryInUseError);
    lock.release();
    lockDirectory(directory).release();
  });

  it('is gone when its holder was killed', async () => {
    const first = await startHolder();
    await kill(first.child);
    expect((await startHolder()).said).toBe('locked');
  });

  it('goes to exactly one of six that start at once after a kill', async () => {
    const first = await startHolder();
    await kill(first.child);
    const said = (await Promise.all(Array.from({ length: 6 }, startHolder))).map((holder) => holder.said);
    expect(said.filter((line) => line === 'locked')).toHaveLength(1);
  });

  it('guards the embedded database, and is released when that is closed', async () => {
    const database = await openDatabase({ databaseUrl: null, dataDir: directory });
    expect(database.isEmbedded).toBe(true);
    expect((await startHolder()).said).toContain('is in use');
    await database.close();
    expect((await startHolder()).said).toBe('locked');
  });
});
