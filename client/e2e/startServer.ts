import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerPlace, THIS_MACHINE } from './serverPlace.ts';

export interface RunningServer {
  /** Where the app is, such as http://127.0.0.1:4000. */
  origin: string;
  /** Ends the process: as an operator does, or as a crash. `comeBack` starts it again on the same port and data. */
  goAway(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** @param settings go over those that it began with */
  comeBack(settings?: Record<string, string | undefined>): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 90_000;

interface ServerOptions {
  /** They go over those of every test. */
  settings?: Record<string, string>;
  place?: ServerPlace;
  /** In the place of the server's own, under server/. */
  entry?: string;
  /** Removed when it stops; a new one with nothing in it unless given. */
  dataDir?: string;
}

/** The real server, as `npm start` runs it, with an embedded database of its own. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { settings, place = THIS_MACHINE, entry = 'src/main.ts' } = options;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'suhbatdosh-e2e-')));
  const port = await place.freePort();
  const origin = `http://${place.host}:${port}`;

  const launch = async (changed: Record<string, string | undefined> = {}) => {
    const main = ['--import', './src/trpcSource/register.ts', entry] as const;
    const [program, args] = place.command([process.execPath, ...main]);
    const child = spawn(program, args, {
      cwd: join(import.meta.dirname, '../../server'),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOST: place.host,
        PORT: String(port),
        PUBLIC_ORIGIN: origin,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'warn',
        ROULETTE_INTERVAL_SECONDS: '3',
        // Nothing outside this machine is asked for an address.
        STUN_URLS: 'none',
        ...settings,
        ...changed,
      },
    });
    let said = '';
    const listen = (text: Buffer): void => void (said += text.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    for (let waited = 0; waited < START_MS; waited += 100) {
      if (await place.answers(`${origin}/readyz`)) return child;
      if (child.exitCode !== null) break;
      await sleep(100);
    }
    child.kill('SIGKILL');
    throw new Error(`the server did not become ready:\n${said}`);
  };

  let child = await launch();
  const end = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  };

  return {
    origin,
    goAway: end,
    async comeBack(changed) {
      child = await launch(changed);
    },
    async stop() {
      await end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
