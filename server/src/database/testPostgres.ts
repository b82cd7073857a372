import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MikroORM } from '@mikro-orm/postgresql';
import { OUTSIDE_PROGRAMS } from '../tooling/outsidePrograms.ts';
import { ormOptions } from './ormOptions.ts';

/** A PostgreSQL server for tests, and databases on it that nobody else uses. */
export interface TestPostgres {
  /** A URL of a database that does not exist yet. */
  newDatabaseUrl(): string;
  /** Drops what was created; stops and removes the server if it was started here. */
  stop(): Promise<void>;
}

/** A URL of a running server, or the path of an initdb; null: neither. */
export const postgresAt: string | null =
  OUTSIDE_PROGRAMS.find(({ name }) => name === 'PostgreSQL')?.find() ?? null;

const isUrl = (place: string): boolean => /^postgres(ql)?:/.test(place);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made, or else as nobody. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line =
    users.find((user) => user.startsWith('postgres:')) ?? users.find((user) => user.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  // "Immediate": nothing in it is wanted any more.
  server.kill('SIGQUIT');
  await exit;
}

async function startServer(initdb: string): Promise<{ url: string; stop(): Promise<void> }> {
  const user = unprivileged();
  const directory = mkdtempSync(join(tmpdir(), 'suhbatdosh-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const initOptions = [
    '--pgdata',
    data,
    '--username',
    'test',
    '--auth',
    'trust',
    '--encoding',
    'UTF8',
    '--no-sync',
  ];
  execFileSync(initdb, [...initOptions, '--locale', 'C'], { ...user, cwd: directory, stdio: 'pipe' });

  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', fsync: 'off' };
  const server = spawn(
    join(dirname(initdb), 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...user, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // A test run that is cut short takes the server along.
  const onExit = () => void server.kill('SIGQUIT');
  process.once('exit', onExit);

  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (text: Buffer) => {
      log += text.toString();
      if (log.includes('database system is ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });

  return {
    url: `postgres://test@127.0.0.1:${port}/`,
    async stop() {
      await stopServer(server);
      process.off('exit', onExit);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function dropDatabases(serverUrl: string, names: readonly string[]): Promise<void> {
  const orm = await MikroORM.init({ ...ormOptions, clientUrl: new URL('/postgres', serverUrl).href });
  for (const name of names) await orm.em.fork().execute(`drop database if exists "${name}" with (force)`);
  await orm.close();
}

/** Takes the server of TEST_DATABASE_URL, or starts one in a temporary directory on a free port of the loopback. */
export async function startTestPostgres(): Promise<TestPostgres> {
  if (postgresAt === null) throw new Error('there is no PostgreSQL on this machine');
  const created: string[] = [];
  const isForeign = isUrl(postgresAt);
  const server = isForeign ? { url: postgresAt, stop: async () => {} } : await startServer(postgresAt);

  return {
    newDatabaseUrl() {
      const name = `suhbatdosh_test_${process.pid}_${crypto.randomUUID().slice(0, 8)}`;
      created.push(name);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      if (isForeign) await dropDatabases(server.url, created);
      await server.stop();
    },
  };
}
