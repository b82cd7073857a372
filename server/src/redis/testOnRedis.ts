import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisServerPath, startTestRedis, type TestRedis } from './testRedis.ts';

/** The server is there inside tests and hooks only. */
export type GetRedis = () => TestRedis;

/** Runs a suite on a Redis of its own. A machine that has no redis-server skips it; a run with CI=true fails. */
export function describeOnRedis(title: string, suite: (redis: GetRedis) => void): void {
  if (redisServerPath === null && process.env.CI === 'true') {
    it(`${title} (Redis)`, () => expect.fail('there is no redis-server on this machine'));
    return;
  }
  describe.skipIf(redisServerPath === null)(`${title} (Redis)`, () => {
    let server: TestRedis | undefined;
    beforeAll(async () => void (server = await startTestRedis()));
    afterAll(() => server?.stop());
    suite(() => {
      if (server === undefined) throw new Error('the Redis is there inside tests and hooks only');
      return server;
    });
  });
}
