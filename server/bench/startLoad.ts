import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadCommand, LoadResult } from './loadCommands.ts';

export interface Load {
  run(command: LoadCommand): Promise<LoadResult>;
  stop(): Promise<void>;
}

export function startLoad(): Load {
  const child = fork(join(import.meta.dirname, 'loadGenerator.ts'));
  return {
    async run(command) {
      child.send(command);
      const [answer] = (await once(child, 'message')) as [{ result: LoadResult } | { error: string }];
      if ('error' in answer) throw new Error(answer.error);
      return answer.result;
    },
    async stop() {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}
