import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs once before the browser suites: they see the client as it is shipped. */
export async function setup(): Promise<void> {
  const root = join(import.meta.dirname, '../..');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build'], {
    cwd: join(root, 'client'),
    // Vitest's own `test` would build a client without its service worker.
    env: { ...process.env, NODE_ENV: 'production' },
  });
}
