import type { Redis } from './Redis.ts';
import { defineScript } from './RedisScript.ts';
import type { RoundLock } from '../matching/RoundLock.ts';

/** Longer than the clocks of two servers are apart. */
const ROUND_KEPT_MS = 60_000;

/** ARGV: server, milliseconds. */
const TAKE = defineScript<number>(`
return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0
`);

/** For many servers. */
export function createRoundLock({ keys, serverId, run }: Redis): RoundLock {
  const take = async (what: string, forMs: number): Promise<boolean> =>
    (await run(TAKE, { keys: [keys.once(what)], args: [serverId, forMs] })) === 1;

  return {
    mayPlay: (roundAt) => take(`round:${roundAt}`, ROUND_KEPT_MS),
    mayPrepare: (roundAt) => take(`prepare:${roundAt}`, ROUND_KEPT_MS),
    mayTell: (pauseMs) => take('tell', pauseMs),
  };
}
