import type { Redis } from './Redis.ts';
import { defineScript } from './RedisScript.ts';

const SAY = defineScript<number>(`
return redis.call('PUBLISH', KEYS[1], ARGV[1])
`);

interface BroadcastDeps<Message> {
  redis: Redis;
  /** One of `redis.keys.broadcast`. */
  channel: string;
  onMessage(message: Message): void;
  onError: (error: unknown) => void;
}

/**
 * Answers a function that says something to every server: to this one at once, whether Redis is there or not. It is a
 * call into the room: a server that cannot hear it must find out in another way.
 * @throws AppError BUSY when this server cannot begin to listen
 */
export async function createBroadcast<Message>(
  deps: BroadcastDeps<Message>,
): Promise<(message: Message) => void> {
  const { redis, channel } = deps;
  await redis.listen(channel, (said) => {
    const { from, message } = JSON.parse(said) as { from: string; message: Message };
    if (from !== redis.serverId) deps.onMessage(message);
  });

  return (message) => {
    deps.onMessage(message);
    const said = JSON.stringify({ from: redis.serverId, message });
    redis.run(SAY, { keys: [channel], args: [said] }).catch(deps.onError);
  };
}
