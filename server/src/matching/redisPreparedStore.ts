import type { Redis } from '../redis/Redis.ts';
import { defineScript } from '../redis/RedisScript.ts';
import type { PreparedPair, PreparedStore } from './PreparedStore.ts';

/** Longer than the way to any round; a pair that nobody has taken out by then was left behind by a server that died. */
const KEPT_MS = 60_000;
/** Of one script, which nothing else in Redis runs beside. */
const PAIRS_A_CALL = 500;

const PREPARED = `
local prepared, users = KEYS[1], KEYS[2]

local function takePair(sessionId)
  local json = sessionId and redis.call('HGET', prepared, sessionId)
  if not json then return nil end
  redis.call('HDEL', prepared, sessionId)
  for _, side in ipairs(cjson.decode(json).sides) do
    if redis.call('HGET', users, side.userId) == sessionId then redis.call('HDEL', users, side.userId) end
  end
  return json
end
`;

/** ARGV: milliseconds to keep, then of each pair session, first user, second user, pair. */
const PUT = defineScript<number>(`${PREPARED}
for at = 2, #ARGV, 4 do
  local sessionId, first, second, json = unpack(ARGV, at, at + 3)
  redis.call('HSET', prepared, sessionId, json)
  redis.call('HSET', users, first, sessionId, second, sessionId)
end
redis.call('PEXPIRE', prepared, ARGV[1])
redis.call('PEXPIRE', users, ARGV[1])
return 1
`);

const GET = defineScript<string | null>(`${PREPARED}
return redis.call('HGET', prepared, ARGV[1])
`);

const ALL = defineScript<string[]>(`${PREPARED}
return redis.call('HVALS', prepared)
`);

const TAKE = defineScript<string | null>(`${PREPARED}
return takePair(ARGV[1])
`);

/** ARGV: users. */
const TAKE_OF = defineScript<string[]>(`${PREPARED}
local taken = {}
for _, userId in ipairs(ARGV) do
  local json = takePair(redis.call('HGET', users, userId))
  if json then table.insert(taken, json) end
end
return taken
`);

/** For many servers. */
export function createRedisPreparedStore(redis: Redis): PreparedStore {
  const keys = [redis.keys.preparedPairs, redis.keys.preparedUsers];

  return {
    async put(pairs) {
      for (let from = 0; from < pairs.length; from += PAIRS_A_CALL) {
        const args = pairs.slice(from, from + PAIRS_A_CALL).flatMap((pair) => {
          const [first, second] = pair.sides;
          return [pair.sessionId, first.userId, second.userId, JSON.stringify(pair)];
        });
        await redis.run(PUT, { keys, args: [KEPT_MS, ...args] });
      }
    },

    async get(sessionId) {
      return toPairOrNull(await redis.run(GET, { keys, args: [sessionId] }));
    },

    async all() {
      return (await redis.run(ALL, { keys })).map(toPair);
    },

    async take(sessionId) {
      return toPairOrNull(await redis.run(TAKE, { keys, args: [sessionId] }));
    },

    async takeOf(userIds) {
      return (await redis.run(TAKE_OF, { keys, args: [...userIds] })).map(toPair);
    },
  };
}

// What our own scripts stored is not validated again.
const toPair = (json: string): PreparedPair => JSON.parse(json) as PreparedPair;
const toPairOrNull = (json: string | null): PreparedPair | null => (json === null ? null : toPair(json));
