import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunningServer {
  /** Where the app is, such as http://127.0.0.1:4000. */
  origin: string;
  /** Ends the process; `comeBack` starts it again on the same port and data. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 90_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The real server, as `npm start` runs it, with an embedded database of its own in a temporary directory. */
export async function startServer(settings: Record<string, string> = {}): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'suhbatdosh-e2e-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;

  const launch = async () => {
    const child = spawn(process.execPath, ['--import', './src/trpcSource/register.ts', 'src/main.ts'], {
      cwd: join(import.meta.dirname, '../../server'),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(port),
        PUBLIC_ORIGIN: origin,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'warn',
        ROULETTE_INTERVAL_SECONDS: '3',
        // Nothing outside this machine is asked for an address.
        STUN_URLS: 'none',
        ...settings,
      },
    });
    let said = '';
    const listen = (text: Buffer): void => void (said += text.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    for (let waited = 0; waited < START_MS; waited += 100) {
      const isReady = await fetch(`${origin}/readyz`).then(
        (response) => response.ok,
        () => false,
      );
      if (isReady) return child;
      if (child.exitCode !== null) break;
      await sleep(100);
    }
    child.kill('SIGKILL');
    throw new Error(`the server did not become ready:\n${said}`);
  };

  let child = await launch();
  const end = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  };

  return {
    origin,
    goAway: end,
    async comeBack() {
      child = await launch();
    },
    async stop() {
      await end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
