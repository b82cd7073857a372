import type { Redis } from '../redis/Redis.ts';
import { defineScript } from '../redis/RedisScript.ts';
import type { ArrivalPair, PreparedPair, PreparedStore, RoundPair } from './PreparedStore.ts';

/** Longer than the way to any round; a pair that nobody has taken out by then was left behind by a server that died. */
const KEPT_MS = 60_000;
/** Of one script, which nothing else in Redis runs beside. */
const PAIRS_A_CALL = 500;

const PREPARED = `
local planned, arrivals, connected, users = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

local function isArriving(userId)
  local sessionId = redis.call('HGET', users, userId)
  return sessionId and redis.call('HEXISTS', arrivals, sessionId) == 1
end

local function takePair(sessionId)
  if not sessionId then return nil end
  local json = redis.call('HGET', planned, sessionId) or redis.call('HGET', arrivals, sessionId)
  if not json then return nil end
  for _, key in ipairs({ planned, arrivals, connected }) do redis.call('HDEL', key, sessionId) end
  for _, side in ipairs(cjson.decode(json).sides) do
    if redis.call('HGET', users, side.userId) == sessionId then redis.call('HDEL', users, side.userId) end
  end
  return json
end

local function keep()
  for _, key in ipairs({ planned, arrivals, connected, users }) do redis.call('PEXPIRE', key, ${KEPT_MS}) end
end
`;

/** ARGV: of each pair session, first user, second user, pair. Replies the sessions of those that it has put. */
const PUT_PLANNED = defineScript<string[]>(`${PREPARED}
local put = {}
for at = 1, #ARGV, 4 do
  local sessionId, first, second, json = unpack(ARGV, at, at + 3)
  if not isArriving(first) and not isArriving(second) then
    redis.call('HSET', planned, sessionId, json)
    redis.call('HSET', users, first, sessionId, second, sessionId)
    table.insert(put, sessionId)
  end
end
keep()
return put
`);

/** ARGV: session, first user, second user, pair. Replies the rounds' pairs that gave way. */
const PUT_ARRIVAL = defineScript<string[] | null>(`${PREPARED}
local sessionId, first, second, json = unpack(ARGV)
if isArriving(first) or isArriving(second) then return nil end
local gaveWay = {}
for _, userId in ipairs({ first, second }) do
  local pair = takePair(redis.call('HGET', users, userId))
  if pair then table.insert(gaveWay, pair) end
end
redis.call('HSET', arrivals, sessionId, json)
redis.call('HSET', users, first, sessionId, second, sessionId)
keep()
return gaveWay
`);

const GET = defineScript<string | null>(`${PREPARED}
return redis.call('HGET', planned, ARGV[1]) or redis.call('HGET', arrivals, ARGV[1])
`);

const PLANNED = defineScript<string[]>(`${PREPARED}
return redis.call('HVALS', planned)
`);

const ARRIVALS = defineScript<string[]>(`${PREPARED}
return redis.call('HVALS', arrivals)
`);

/** ARGV: session, user. */
const NOTE_CONNECTED = defineScript<string | null>(`${PREPARED}
local json = redis.call('HGET', arrivals, ARGV[1])
if not json then return nil end
local first, second = unpack(cjson.decode(json).sides)
if ARGV[2] ~= first.userId and ARGV[2] ~= second.userId then return nil end
local before = redis.call('HGET', connected, ARGV[1])
if before == ARGV[2] or before == 'both' then return nil end
redis.call('HSET', connected, ARGV[1], before and 'both' or ARGV[2])
keep()
return before and json
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
  const keys = [
    redis.keys.preparedPairs,
    redis.keys.preparedArrivals,
    redis.keys.preparedConnected,
    redis.keys.preparedUsers,
  ];

  return {
    async putPlanned(pairs) {
      const put = new Set<string>();
      for (let from = 0; from < pairs.length; from += PAIRS_A_CALL) {
        const args = pairs.slice(from, from + PAIRS_A_CALL).flatMap(toArgs);
        for (const sessionId of await redis.run(PUT_PLANNED, { keys, args })) put.add(sessionId);
      }
      return pairs.filter(({ sessionId }) => put.has(sessionId));
    },

    async putArrival(pair) {
      const gaveWay = await redis.run(PUT_ARRIVAL, { keys, args: toArgs(pair) });
      return gaveWay && gaveWay.map(toPair<RoundPair>);
    },

    async get(sessionId) {
      return toPairOrNull(await redis.run(GET, { keys, args: [sessionId] }));
    },

    async planned() {
      return (await redis.run(PLANNED, { keys })).map(toPair<RoundPair>);
    },

    async arrivals() {
      return (await redis.run(ARRIVALS, { keys })).map(toPair<ArrivalPair>);
    },

    async noteConnected(sessionId, userId) {
      return toPairOrNull<ArrivalPair>(await redis.run(NOTE_CONNECTED, { keys, args: [sessionId, userId] }));
    },

    async take(sessionId) {
      return toPairOrNull(await redis.run(TAKE, { keys, args: [sessionId] }));
    },

    async takeOf(userIds) {
      return (await redis.run(TAKE_OF, { keys, args: [...userIds] })).map(toPair<PreparedPair>);
    },
  };
}

function toArgs(pair: PreparedPair): string[] {
  const [first, second] = pair.sides;
  return [pair.sessionId, first.userId, second.userId, JSON.stringify(pair)];
}

// What our own scripts stored is not validated again, and each hash holds one kind of pair.
const toPair = <Kind extends PreparedPair>(json: string): Kind => JSON.parse(json) as Kind;
const toPairOrNull = <Kind extends PreparedPair = PreparedPair>(json: string | null): Kind | null =>
  json === null ? null : toPair<Kind>(json);
