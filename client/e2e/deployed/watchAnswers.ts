import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { PUBLIC_ADDRESS } from './publicAddress.ts';
import { DOMAIN } from './stack.ts';

const PAUSE_MS = 50;

/** The status of one fresh request through nginx; `failed` when there was none. */
function ask(path: string): Promise<string> {
  return new Promise((resolve) => {
    const asked = request(
      {
        host: PUBLIC_ADDRESS,
        servername: DOMAIN,
        path,
        headers: { host: DOMAIN },
        agent: false,
        rejectUnauthorized: false,
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(String(answer.statusCode)));
        answer.on('error', () => resolve('failed'));
      },
    );
    asked.setTimeout(10_000, () => asked.destroy(new Error('no answer')));
    asked.on('error', () => resolve('failed'));
    asked.end();
  });
}

/** Asks the app again and again, as somebody who opens it at a bad moment. `stop` tells how often each status came. */
export function watchAnswers(): { stop(): Promise<Record<string, number>> } {
  const seen: Record<string, number> = {};
  let isOver = false;
  const going = (async () => {
    while (!isOver) {
      for (const path of ['/', '/healthz', '/trpc/auth.me']) {
        const status = await ask(path);
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
