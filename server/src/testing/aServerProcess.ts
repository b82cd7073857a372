import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ORIGIN } from './apiClient.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface ServerProcess {
  baseUrl: string;
  /** The process is gone when this resolves; answers its exit code, null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** The server as its own process, as an operator starts it. Rejects when it ends before it listens. */
export async function aServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_ORIGIN: ORIGIN,
      STUN_URLS: 'none',
      ROULETTE_INTERVAL_SECONDS: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const entry = JSON.parse(line) as { msg: string; port: number };
      if (entry.msg === 'listening') return entry.port;
    }
    throw new Error('the server ended before it listened');
  })();
  const port = await listening;
  child.stdout.resume();
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async end(signal) {
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}
