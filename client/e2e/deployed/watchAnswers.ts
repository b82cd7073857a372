import { setTimeout as sleep } from 'node:timers/promises';
import { askThroughNginx } from './askThroughNginx.ts';

const PAUSE_MS = 50;

/** Asks the app again and again, as somebody who opens it at a bad moment. `stop` tells how often each status came. */
export function watchAnswers(): { stop(): Promise<Record<string, number>> } {
  const seen: Record<string, number> = {};
  let isOver = false;
  const going = (async () => {
    while (!isOver) {
      for (const path of ['/', '/healthz', '/trpc/auth.me']) {
        const status = await askThroughNginx(path);
        seen[status] = (seen[status] ?? 0) + 1;
      }
      await sleep(PAUSE_MS);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await going;
      return seen;
    },
  };
}
