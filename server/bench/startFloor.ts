import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Target } from './Target.ts';

export type FloorMode = 'raw' | 'json' | 'json-ack' | 'json-stream';

/** Starts one of the floors on a free port of the loopback. */
export async function startFloor(mode: FloorMode): Promise<Target> {
  const child = fork(join(import.meta.dirname, 'floorServer.ts'), [mode]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  if (child.pid === undefined) throw new Error(`the floor ${mode} did not start`);
  return {
    name: `ws-${mode}`,
    pid: child.pid,
    isProduct: false,
    hasStream: mode === 'json-stream',
    doorOf: (index) => ({ url: `ws://127.0.0.1:${port}/?user=${index}`, headers: {} }),
    async stop() {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}
