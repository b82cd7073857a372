import type { Redis } from './Redis.ts';
import { defineScript } from './RedisScript.ts';

const SAY = defineScript<number>(`
return redis.call('PUBLISH', KEYS[1], ARGV[1])
`);

interface EndLoginsDeps {
  redis: Redis;
  /** Ends the sockets of these logins on this server. Ids as in `Login.authSessionId`. */
  onEnded(authSessionIds: readonly string[]): void;
  onError: (error: unknown) => void;
}

/**
 * Answers a function that ends logins on every server: on this one at once, whether Redis is there or not. It is a
 * call into the room; a server that cannot hear it finds out when it next validates its sockets.
 * @throws AppError BUSY when this server cannot begin to listen
 */
export async function createEndLogins(
  deps: EndLoginsDeps,
): Promise<(authSessionIds: readonly string[]) => void> {
  const { redis } = deps;
  const channel = redis.keys.endedLogins;
  await redis.listen(channel, (message) => {
    const { from, ids } = JSON.parse(message) as { from: string; ids: string[] };
    if (from !== redis.serverId) deps.onEnded(ids);
  });

  return (ids) => {
    deps.onEnded(ids);
    const message = JSON.stringify({ from: redis.serverId, ids });
    redis.run(SAY, { keys: [channel], args: [message] }).catch(deps.onError);
  };
}
