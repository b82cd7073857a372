import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { REDIS } from '../tooling/outsidePrograms.ts';
import { openRedis } from './openRedis.ts';
import type { Redis } from './Redis.ts';

/** null: not on this machine. */
export const redisServerPath = REDIS.find();

/** A Redis server for tests, on the loopback, and connections of as many servers as a test wants. */
export interface TestRedis {
  readonly url: string;
  /** A tag that no other test uses: everything under it is new. */
  newTag(): string;
  /**
   * As a server of its own; closed by `stop`. Errors of broken connections are dropped.
   * @param answerMs for how long an operation waits for Redis, if not for as long as in the product
   */
  open(tag: string, answerMs?: number): Promise<Redis>;
  /** What an operator types, on a connection of its own. */
  type(...command: string[]): Promise<void>;
  /** It goes on listening and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Kills it and starts it again at the same place, with nothing in it. */
  restart(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestRedis(): Promise<TestRedis> {
  if (redisServerPath === null) throw new Error('there is no redis-server on this machine');
  const program = redisServerPath;
  const directory = mkdtempSync(join(tmpdir(), 'suhbatdosh-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const opened: Redis[] = [];
  let server: ChildProcess | null = null;
  let lastTag = 0;
  // A test run that is cut short takes the server along.
  const onExit = (): void => void server?.kill('SIGKILL');
  process.once('exit', onExit);

  const redis: TestRedis = {
    url,
    newTag: () => `test:${++lastTag}`,
    async open(tag, answerMs) {
      const connection = await openRedis({
        url,
        serverId: crypto.randomUUID(),
        random: Math.random,
        onError: () => {},
        tag,
        ...(answerMs === undefined ? {} : { answerMs }),
      });
      opened.push(connection);
      return connection;
    },
    async type(...command) {
      const operator = await createClient({ url }).connect();
      await operator.sendCommand(command);
      operator.destroy();
    },
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    async start() {
      const settings = ['--save', '', '--appendonly', 'no', '--bind', '127.0.0.1', '--dir', directory];
      const started = spawn(program, ['--port', String(port), ...settings], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      server = started;
      await new Promise<void>((resolve, reject) => {
        started.stdout.on('data', (text: Buffer) => {
          if (text.toString().includes('Ready to accept connections')) resolve();
        });
        started.once('error', reject);
        started.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
      });
    },
    async kill() {
      if (server === null || server.exitCode !== null || server.signalCode !== null) return;
      const exit = once(server, 'exit');
      server.kill('SIGKILL');
      await exit;
    },
    async restart() {
      await redis.kill();
      await redis.start();
    },
    async stop() {
      for (const connection of opened) connection.close();
      await redis.kill();
      process.off('exit', onExit);
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
