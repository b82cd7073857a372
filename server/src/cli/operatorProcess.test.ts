import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createApiClient } from '../testing/apiClient.ts';
import { aServerProcess } from '../testing/aServerProcess.ts';

/** As an operator types it: processes of their own, beside a server or without one. */

const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-cli-'));
const env = { DATA_DIR: join(folder, 'data'), OPERATOR_SOCKET: join(folder, 'data/operator.sock') };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function type(args: string, stdin = ''): Promise<{ exitCode: number; out: string; err: string }> {
  const program = join(import.meta.dirname, 'suhbatdosh.ts');
  const child = spawn(process.execPath, [program, ...args.split(' ')], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString()));
  child.stdin.end(stdin);
  const [exitCode] = (await once(child, 'close')) as [number];
  return { exitCode, out, err };
}

describe('an evening with the embedded database', () => {
  test('an admin is made beside the running server; all is backed up, destroyed, restored, and he logs in again', async () => {
    const server = await aServerProcess(env);
    const made = await type('create-admin boss', 'seven blue melons\n');
    expect(made).toMatchObject({ exitCode: 0, err: '' });
    expect(made.out).toContain('made the admin boss');
    const stats = await type('stats --json');
    expect(JSON.parse(stats.out)).toMatchObject({ accounts: { all: 1 }, now: { online: 0 } });
    const file = /wrote (\S+)/.exec((await type(`backup ${join(folder, 'backups')}`)).out)?.[1] ?? '';
    expect(file).toMatch(/backups\/suhbatdosh-\d{8}T\d{6}Z\.tar\.gz$/);
    expect(await type(`restore ${file}`)).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('stop it first'),
    });
    expect(await server.end('SIGTERM')).toBe(0);
    expect(existsSync(env.OPERATOR_SOCKET)).toBe(false);

    rmSync(join(env.DATA_DIR, 'pglite'), { recursive: true });
    const restored = await type(`restore ${file}`);
    expect(restored).toMatchObject({ exitCode: 0, err: '' });
    // Nothing runs now: the command opens the database itself.
    expect(JSON.parse((await type('stats --json')).out)).toMatchObject({ accounts: { all: 1 } });

    const next = await aServerProcess(env);
    const me = await createApiClient(next.baseUrl).http('mutation', 'auth.login', {
      username: 'boss',
      password: 'seven blue melons',
    });
    expect(me).toMatchObject({ username: 'boss', role: 'admin' });
    expect(next.errors).toEqual([]);
    await next.end('SIGTERM');
  }, 240_000);

  test('a file that is no backup changes nothing', async () => {
    const file = join(folder, 'letter.tar.gz');
    writeFileSync(file, 'Dear operator');
    const before = readdirSync(env.DATA_DIR);
    const answer = await type(`restore ${file}`);
    expect(answer).toMatchObject({ exitCode: 1, err: expect.stringContaining('nothing was changed') });
    expect(readdirSync(env.DATA_DIR)).toEqual(before);
    expect(await type('restore nowhere.tar.gz')).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('no file'),
    });
  }, 60_000);
});

test.each([
  ['help', 'nothing', '', 0],
  ['destroy', 'nothing', '', 64],
  ['ban', 'nothing', '', 64],
  ['create-admin boss', 'nothing', '', 1],
  ['create-admin boss', 'a book', `${'x'.repeat(5000)}\n`, 1],
  ['create-admin boss', 'a short password', 'short\n', 64],
] as const)('%s with %s on the standard input ends as it should', async (args, _what, stdin, exitCode) => {
  const answer = await type(args, stdin);
  expect(answer.exitCode).toBe(exitCode);
  if (exitCode !== 0) expect(answer.err).toMatch(/^suhbatdosh: .+\n$/);
});

test('wrong settings end it with 78 and a line each', async () => {
  writeFileSync(join(folder, '.env'), 'PORT=70000\nMIN_AGE=5\n');
  const answer = await type('stats');
  rmSync(join(folder, '.env'));
  expect(answer.exitCode).toBe(78);
  expect(answer.err.trim().split('\n')).toEqual([
    expect.stringMatching(/^suhbatdosh: PORT: /),
    expect.stringMatching(/^suhbatdosh: MIN_AGE: /),
  ]);
});
