import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loginOf } from './seedUsers.ts';
import type { Target } from './Target.ts';

const START_MS = 60_000;

/** As in `npm run serve`, whose flags are part of what is measured. */
const START = ['--max-semi-space-size=8', '--import', './src/trpcSource/register.ts', 'src/main.ts'];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilReady(origin: string, hasEnded: () => boolean): Promise<void> {
  for (let waited = 0; waited < START_MS; waited += 100) {
    const isReady = await fetch(`${origin}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    if (hasEnded()) throw new Error('the server ended before it was ready');
    await sleep(100);
  }
  throw new Error(`the server was not ready within ${START_MS / 1000} s`);
}

export interface ProductOptions {
  name: string;
  databaseUrl: string | null;
  dataDir: string;
  /** Whether tRPC runs from its source (src/trpcSource) or from its published build. */
  trpcSource: 'on' | 'off';
  hasStream: boolean;
}

/** The server as `npm start` runs it, on seeded users, with every limit as it is. */
export async function startProduct(options: ProductOptions): Promise<Target> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = join(import.meta.dirname, '..');
  const child = spawn(process.execPath, START, {
    cwd: server,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_ORIGIN: origin,
      LOG_LEVEL: 'warn',
      DATA_DIR: options.dataDir,
      TRPC_SOURCE: options.trpcSource,
      ...(options.databaseUrl === null ? {} : { DATABASE_URL: options.databaseUrl }),
    },
  });
  // A run that is cut short takes the server along.
  const onExit = (): void => void child.kill('SIGKILL');
  process.once('exit', onExit);
  await untilReady(origin, () => child.exitCode !== null);
  if (child.pid === undefined) throw new Error('the server did not start');
  return {
    name: options.name,
    pid: child.pid,
    isProduct: true,
    hasStream: options.hasStream,
    doorOf: (index) => ({
      url: `ws://127.0.0.1:${port}/trpc`,
      headers: { origin, cookie: `session=${loginOf(index)}` },
    }),
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
      process.off('exit', onExit);
    },
  };
}
