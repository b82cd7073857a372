import type { Redis } from './Redis.ts';
import { defineScript } from './RedisScript.ts';

/** ARGV: a word of one's own. Replies the word that was there first. */
const WORD = defineScript<string>(`
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
`);

export interface MemoryCheck {
  /** Whether Redis has lost its memory since `recalled`, or since the start. @throws AppError BUSY */
  isLost(): Promise<boolean>;
  /** What this server knew is there again. */
  recalled(): void;
}

/** A Redis that comes back empty does not know the word that the servers had there. @throws AppError BUSY */
export async function createMemoryCheck(redis: Redis, newWord: () => string): Promise<MemoryCheck> {
  const ask = (): Promise<string> => redis.run(WORD, { keys: [redis.keys.memory], args: [newWord()] });
  let known = await ask();
  let found = known;
  return {
    async isLost() {
      found = await ask();
      return found !== known;
    },
    recalled: () => void (known = found),
  };
}
