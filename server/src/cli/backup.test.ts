import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgres } from '../database/openPostgres.ts';
import { postgresAt, startTestPostgres, type TestPostgres } from '../database/testPostgres.ts';
import { createApiClient } from '../testing/apiClient.ts';
import { aServerProcess } from '../testing/aServerProcess.ts';

const SCRIPT = join(import.meta.dirname, 'backup.sh');
const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-backup-'));
const backups = join(folder, 'backups');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** pg_dump stands beside initdb; of a server elsewhere, wherever the system has it. */
const programs = postgresAt !== null && existsSync(postgresAt) ? dirname(postgresAt) : '/usr/bin';

function backup(url: string, ...args: string[]): { exitCode: number | null; words: string } {
  const { status, stdout, stderr } = spawnSync('/bin/sh', [SCRIPT, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: `${programs}:/usr/bin:/bin`,
      DATABASE_URL: url.replace('//test@', '//test:any@'),
      BACKUP_DIR: backups,
      KEEP_DAYS: '2',
    },
  });
  return { exitCode: status, words: stdout + stderr };
}

test.each([[[]], [['help']], [['once', 'now']], [['restore']], [['restore', 'a', 'b']]])(
  '%j is not how it is typed',
  (args) => {
    expect(backup('postgres://nobody@127.0.0.1:9/none', ...args)).toEqual({
      exitCode: 64,
      words: 'backup: usage: once | nightly | list | restore FILE\n',
    });
  },
);

if (postgresAt === null && process.env.CI === 'true') {
  test('a backup (PostgreSQL)', () => expect.fail('there is no PostgreSQL on this machine'));
}
describe.skipIf(postgresAt === null)('a backup (PostgreSQL)', () => {
  let postgres: TestPostgres;
  beforeAll(async () => void (postgres = await startTestPostgres()), 60_000);
  afterAll(() => postgres.stop());

  const person = { username: 'madina', password: 'qovun polvon 77' };
  const register = { ...person, displayName: 'Madina', currentBand: 6, targetBand: 7, birthYear: 2000 };

  test('is dumped, everything is destroyed, it is restored, and one logs in again', async () => {
    const url = postgres.newDatabaseUrl();
    const server = await aServerProcess({ DATABASE_URL: url });
    await createApiClient(server.baseUrl).http('mutation', 'auth.register', register);
    // Also while the server runs.
    const dumped = backup(url, 'once');
    expect(dumped.words).toMatch(/^backup: wrote .*suhbatdosh-\d{8}T\d{6}Z\.dump \(\d+ bytes\)\n$/);
    expect(dumped.exitCode).toBe(0);
    const [name = ''] = readdirSync(backups);
    expect(statSync(join(backups, name)).mode & 0o077).toBe(0);

    // Servers would write into it.
    const refused = backup(url, 'restore', name);
    expect([refused.exitCode, refused.words]).toEqual([1, expect.stringContaining('stop them first')]);
    await server.end('SIGTERM');

    const emptied = await openPostgres(url);
    await emptied.use((em) => em.execute('delete from account; create table of_the_future (id int)'));
    await emptied.close();
    const restored = backup(url, 'restore', name);
    expect([restored.exitCode, restored.words]).toEqual([0, expect.stringContaining('restored')]);

    const next = await aServerProcess({ DATABASE_URL: url });
    const me = await createApiClient(next.baseUrl).http('mutation', 'auth.login', person);
    expect(me).toMatchObject({ username: 'madina' });
    await next.end('SIGTERM');
    const after = await openPostgres(url);
    const tables = await after.use((em) =>
      em.execute("select 1 from pg_tables where tablename = 'of_the_future'"),
    );
    await after.close();
    expect(tables).toEqual([]);
  }, 120_000);

  test('that breaks off in the middle leaves the database as it was', async () => {
    const url = postgres.newDatabaseUrl();
    const database = await openPostgres(url);
    await database.close();
    backup(url, 'once');
    const [name = ''] = readdirSync(backups).sort().reverse();
    const whole = join(backups, name);
    const cut = join(folder, 'cut.dump');
    const { stdout } = spawnSync('head', ['--bytes', String(Math.floor(statSync(whole).size * 0.9)), whole]);
    writeFileSync(cut, stdout);
    const answer = backup(url, 'restore', cut);
    expect([answer.exitCode, answer.words]).toEqual([
      1,
      expect.stringMatching(/as it was|nothing was changed/),
    ]);
    const again = await openPostgres(url);
    const rows = await again.use((em) => em.execute('select count(*)::int as accounts from account'));
    await again.close();
    expect(rows).toEqual([{ accounts: 0 }]);
  });

  test('old ones go, but only once there is a new one', async () => {
    const url = postgres.newDatabaseUrl();
    const old = join(backups, 'suhbatdosh-20200101T000000Z.dump');
    writeFileSync(old, 'old');
    utimesSync(old, 0, 0);
    const other = join(backups, 'letters.txt');
    writeFileSync(other, 'mine');
    utimesSync(other, 0, 0);
    // There is no such database yet.
    const failed = backup(url, 'once');
    expect([failed.exitCode, failed.words]).toEqual([1, expect.stringContaining('older ones are kept')]);
    expect(existsSync(old)).toBe(true);
    expect(readdirSync(backups).filter((name) => name.endsWith('.part'))).toEqual([]);
    await (await openPostgres(url)).close();
    expect(backup(url, 'once').exitCode).toBe(0);
    expect([existsSync(old), existsSync(other)]).toEqual([false, true]);
    const listed = backup(url, 'list').words.trim().split('\n');
    expect(listed.length).toBeGreaterThan(0);
    expect(listed).toEqual([...listed].sort().reverse());
  });

  test('what is no dump changes nothing', () => {
    const url = postgres.newDatabaseUrl();
    const letter = join(folder, 'letter.txt');
    writeFileSync(letter, 'Dear operator');
    expect(backup(url, 'restore', letter).words).toContain('is no dump; nothing was changed');
    expect(backup(url, 'restore', 'nowhere.dump').words).toContain('there is no file nowhere.dump');
  });
});
