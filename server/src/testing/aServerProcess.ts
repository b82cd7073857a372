import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ORIGIN } from './apiClient.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface ServerProcess {
  baseUrl: string;
  /** The lines of its log that tell of an error, so far. */
  errors: readonly string[];
  /** The process is gone when this resolves; answers its exit code, null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * The server as its own process, as an operator starts it. Rejects when it ends before it listens.
 * @param preload a module that is loaded before it
 */
export async function aServerProcess(
  env: Record<string, string>,
  preload: string | null = null,
): Promise<ServerProcess> {
  const flags = preload === null ? [] : ['--import', preload];
  const child = spawn(process.execPath, [...flags, MAIN], {
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_ORIGIN: ORIGIN,
      STUN_URLS: 'none',
      OPERATOR_SOCKET: 'none',
      ROULETTE_INTERVAL_SECONDS: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const errors: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      const entry = JSON.parse(line) as { level: string; msg: string; port: number };
      if (entry.msg === 'listening') resolve(entry.port);
      if (entry.level === 'error' || entry.level === 'fatal') errors.push(line);
    });
    lines.once('close', () => reject(new Error('the server ended before it listened')));
  });
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    errors,
    async end(signal) {
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}
