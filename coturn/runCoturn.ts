import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that a child sees: nothing of the environment that the tests run in. */
export type Settings = Readonly<Record<string, string>>;

export interface RunningCoturn {
  port: number;
  tlsPort: number;
  /** What it wrote so far. */
  log(): string;
  /** Ends it and what it started, and removes its files. */
  stop(): Promise<void>;
}

export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const ENTRYPOINT = join(import.meta.dirname, 'entrypoint.sh');

/** Where a program of the system is; null: not installed. */
export function findProgram(name: string): string | null {
  const paths = SYSTEM_PATH.split(':').map((folder) => join(folder, name));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

/** Writes `fullchain.pem` and `privkey.pem` for a name into a folder. */
export function makeCertificate(folder: string, name: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  execFileSync('openssl', ['req', '-x509', ...curve, ...names, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  });
  return { cert, key };
}

/**
 * Runs the entrypoint with the machine's own turnserver on free ports of 127.0.0.1. Does not wait until it listens:
 * over UDP the client asks again until it does.
 * @param settings go over the ones that every run needs
 */
export async function runCoturn(settings: Settings): Promise<RunningCoturn> {
  const runDir = mkdtempSync(join(tmpdir(), 'suhbatdosh-coturn-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const env = {
    PATH: SYSTEM_PATH,
    TURN_REALM: 'turn.example.org',
    TURN_EXTERNAL_IP: '127.0.0.1',
    TURN_PORT: String(port),
    TURN_TLS_PORT: String(tlsPort),
    TURN_RUN_DIR: runDir,
    ...settings,
  };
  // A process group of its own, so that the shell's certificate watch ends with it.
  const child = spawn(ENTRYPOINT, [], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      log += text.toString();
    });
  }
  const end = (): void => endGroup(child);
  process.once('exit', end);
  return {
    port,
    tlsPort,
    log: () => log,
    async stop() {
      process.off('exit', end);
      const exit = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
      end();
      await exit;
      rmSync(runDir, { recursive: true, force: true });
    },
  };
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of it has ended already.
  }
}

/** Runs the entrypoint where it is expected to refuse. */
export async function refusalOf(settings: Settings): Promise<{ exitCode: number | null; lines: string[] }> {
  const coturn = spawn(ENTRYPOINT, [], {
    env: { PATH: SYSTEM_PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    timeout: 5000,
  });
  let output = '';
  for (const stream of [coturn.stdout, coturn.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  await once(coturn, 'close');
  return { exitCode: coturn.exitCode, lines: output.split('\n').filter((line) => line !== '') };
}
