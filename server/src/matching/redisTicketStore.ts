import type { Learner } from '../profiles/Learner.ts';
import { INSERT_SESSION, sessionInsertion } from '../redis/insertSession.ts';
import type { Redis } from '../redis/Redis.ts';
import { defineScript } from '../redis/RedisScript.ts';
import type { Ticket } from './Ticket.ts';
import type { TicketStore } from './TicketStore.ts';
import { createWaitingBook } from './waitingBook.ts';

/**
 * A ticket is stored in two parts: the scripts read and write the place; of the learner they could not write back what
 * they read (to Lua an empty list and an empty object are the same).
 */
type Place = Omit<Ticket, 'learner'>;
/** Place and learner as JSON. */
type StoredTicket = [place: string, learner: string];

/** How many users' changes are remembered beyond those who wait; a server that knows less asks for every ticket. */
const CHANGES_KEPT = 1_000;

const TICKETS = `
local places, learners, away = KEYS[1], KEYS[2], KEYS[3]
local byMode = { roulette = KEYS[4], level = KEYS[5] }
local changes, numbers = KEYS[6], KEYS[7]

-- Numbers begin at the clock, so that a Redis without memory never counts one again.
local function noteChange(userId)
  if redis.call('HSETNX', numbers, 'floor', now) == 1 then redis.call('HSET', numbers, 'last', now) end
  redis.call('ZADD', changes, redis.call('HINCRBY', numbers, 'last', 1), userId)
  if redis.call('ZCARD', changes) > 2 * redis.call('HLEN', places) + ${CHANGES_KEPT} then
    redis.call('HSET', numbers, 'floor', redis.call('ZRANGE', changes, ${CHANGES_KEPT / 2 - 1}, ${CHANGES_KEPT / 2 - 1}, 'WITHSCORES')[2])
    redis.call('ZREMRANGEBYRANK', changes, 0, ${CHANGES_KEPT / 2 - 1})
  end
end

local function readTicket(userId)
  local place = redis.call('HGET', places, userId)
  if not place then return nil end
  return { place, redis.call('HGET', learners, userId) }
end

local function writePlace(place)
  local json = cjson.encode(place)
  redis.call('HSET', places, place.userId, json)
  noteChange(place.userId)
  if place.awaySince == cjson.null then
    redis.call('ZREM', away, place.userId)
  else
    redis.call('ZADD', away, place.awaySince, place.userId)
  end
  return json
end

local function takeTicket(userId)
  local ticket = readTicket(userId)
  if not ticket then return nil end
  redis.call('HDEL', places, userId)
  redis.call('HDEL', learners, userId)
  redis.call('ZREM', away, userId)
  for _, users in pairs(byMode) do redis.call('SREM', users, userId) end
  noteChange(userId)
  return ticket
end
`;

/** KEYS 8: users in sessions. ARGV: user, place, learner. Replies the stored place and the ticket that was replaced. */
const PUT = defineScript<[place: string, replaced: StoredTicket | null] | null>(`${TICKETS}
if redis.call('HEXISTS', KEYS[8], ARGV[1]) == 1 then return nil end
local place = cjson.decode(ARGV[2])
local replaced = takeTicket(ARGV[1])
if replaced then
  local old = cjson.decode(replaced[1])
  if old.mode == place.mode then
    place.joinedAt = math.min(place.joinedAt, old.joinedAt)
    place.isFront = place.isFront or old.isFront
    place.tolerance = math.max(place.tolerance, old.tolerance)
  end
end
redis.call('HSET', learners, ARGV[1], ARGV[3])
redis.call('SADD', byMode[place.mode], ARGV[1])
return { writePlace(place), replaced or false }
`);

const OF_USER = defineScript<StoredTicket | null>(`${TICKETS}
return readTicket(ARGV[1])
`);

/**
 * ARGV: the number of the last change that the caller knows. Replies the number that it knows with this, the tickets
 * that are new to it, the users whose tickets are gone, and 1 if it must forget all others.
 */
const CHANGED_SINCE = defineScript<
  [last: number, tickets: StoredTicket[], gone: string[], isAll: number]
>(`${TICKETS}
local last, floor = unpack(redis.call('HMGET', numbers, 'last', 'floor'))
if not last then return { 0, {}, {}, 1 } end
local isAll = tonumber(ARGV[1]) < tonumber(floor)
local users = isAll and redis.call('HKEYS', places) or redis.call('ZRANGEBYSCORE', changes, '(' .. ARGV[1], '+inf')
local tickets, gone = {}, {}
for _, userId in ipairs(users) do
  local ticket = readTicket(userId)
  if ticket then table.insert(tickets, ticket) else table.insert(gone, userId) end
end
return { tonumber(last), tickets, gone, isAll and 1 or 0 }
`);

/** ARGV: user, the new id, then tolerance and learner, empty for what stays. */
const CHANGE = defineScript<StoredTicket | null>(`${TICKETS}
local ticket = readTicket(ARGV[1])
if not ticket then return nil end
local place = cjson.decode(ticket[1])
place.id = ARGV[2]
if ARGV[3] ~= '' then place.tolerance = tonumber(ARGV[3]) end
ticket[1] = writePlace(place)
if ARGV[4] ~= '' then
  redis.call('HSET', learners, ARGV[1], ARGV[4])
  ticket[2] = ARGV[4]
end
return ticket
`);

/** ARGV: user, device, since when; empty: it is here. */
const SET_AWAY = defineScript<StoredTicket | null>(`${TICKETS}
local ticket = readTicket(ARGV[1])
if not ticket then return nil end
local place = cjson.decode(ticket[1])
if place.deviceId ~= ARGV[2] then return nil end
place.awaySince = tonumber(ARGV[3]) or cjson.null
ticket[1] = writePlace(place)
return ticket
`);

const REMOVE = defineScript<StoredTicket | null>(`${TICKETS}
return takeTicket(ARGV[1])
`);

/** ARGV: away since then or longer. */
const REMOVE_EXPIRED = defineScript<StoredTicket[]>(`${TICKETS}
local removed = {}
for _, userId in ipairs(redis.call('ZRANGEBYSCORE', away, '-inf', ARGV[1])) do
  table.insert(removed, takeTicket(userId))
end
return removed
`);

/** KEYS 8 to 10, ARGV 3 on: the session. ARGV 1, 2: the tickets of its first and its second member. */
const PAIR = defineScript<number>(`${TICKETS}${INSERT_SESSION}
for side = 1, 2 do
  local place = redis.call('HGET', places, ARGV[5 + side])
  if not place then return 0 end
  place = cjson.decode(place)
  if place.id ~= ARGV[side] or place.awaySince ~= cjson.null then return 0 end
end
if not insertSession(8, 3) then return 0 end
takeTicket(ARGV[6])
takeTicket(ARGV[7])
return 1
`);

/** KEYS 8 to 10 and ARGV: the session. */
const ENTER = defineScript<number>(`${TICKETS}${INSERT_SESSION}
if not insertSession(8, 1) then return 0 end
takeTicket(ARGV[4])
takeTicket(ARGV[5])
return 1
`);

const COUNTS = defineScript<[roulette: number, level: number]>(`${TICKETS}
return { redis.call('SCARD', byMode.roulette), redis.call('SCARD', byMode.level) }
`);

/** For many servers. */
export function createRedisTicketStore(redis: Redis): TicketStore {
  const { keys } = redis;
  const ticketKeys = [
    keys.tickets,
    keys.learners,
    keys.awayTickets,
    keys.rouletteTickets,
    keys.levelTickets,
    keys.ticketChanges,
    keys.ticketNumbers,
  ];
  /** Every ticket as of that change: the matcher asks for all of them at every arrival, and few have changed since. */
  const known = createWaitingBook();
  let lastKnown = 0;

  async function catchUp(): Promise<void> {
    const call = { keys: ticketKeys, args: [lastKnown] };
    const [last, tickets, gone, isAll] = await redis.run(CHANGED_SINCE, call);
    if (isAll === 1) known.clear();
    for (const ticket of tickets) known.set(toTicket(ticket));
    for (const userId of gone) known.delete(userId);
    lastKnown = last;
  }

  return {
    async put({ learner, ...place }) {
      const reply = await redis.run(PUT, {
        keys: [...ticketKeys, keys.sessionUsers],
        args: [place.userId, JSON.stringify(place), JSON.stringify(learner)],
      });
      if (!reply) return { kind: 'in_session' };
      return { kind: 'put', ticket: { ...toPlace(reply[0]), learner }, replaced: toTicketOrNull(reply[1]) };
    },

    async ofUser(userId) {
      return toTicketOrNull(await redis.run(OF_USER, { keys: ticketKeys, args: [userId] }));
    },

    async all() {
      await catchUp();
      return known.values();
    },

    async lineUp(year) {
      await catchUp();
      return known.lineUp(year);
    },

    async change(userId, { id, tolerance = '', learner }) {
      const args = [userId, id, tolerance, learner ? JSON.stringify(learner) : ''];
      return toTicketOrNull(await redis.run(CHANGE, { keys: ticketKeys, args }));
    },

    async setAway(userId, deviceId, awaySince) {
      const args = [userId, deviceId, awaySince ?? ''];
      return toTicketOrNull(await redis.run(SET_AWAY, { keys: ticketKeys, args }));
    },

    async remove(userId) {
      return toTicketOrNull(await redis.run(REMOVE, { keys: ticketKeys, args: [userId] }));
    },

    async removeExpired(awayBefore) {
      return (await redis.run(REMOVE_EXPIRED, { keys: ticketKeys, args: [awayBefore] })).map(toTicket);
    },

    async pair(ticketIds, session) {
      const insertion = sessionInsertion(keys, session);
      const paired = await redis.run(PAIR, {
        keys: [...ticketKeys, ...insertion.keys],
        args: [...ticketIds, ...insertion.args],
      });
      return paired === 1;
    },

    async enter(session) {
      const insertion = sessionInsertion(keys, session);
      const call = { keys: [...ticketKeys, ...insertion.keys], args: insertion.args };
      return (await redis.run(ENTER, call)) === 1;
    },

    async counts() {
      const [roulette, level] = await redis.run(COUNTS, { keys: ticketKeys });
      return { roulette, level };
    },
  };
}

// What our own scripts stored is not validated again.
const toPlace = (json: string): Place => JSON.parse(json) as Place;

function toTicket([place, learner]: StoredTicket): Ticket {
  return { ...toPlace(place), learner: JSON.parse(learner) as Learner };
}

function toTicketOrNull(stored: StoredTicket | null): Ticket | null {
  return stored && toTicket(stored);
}
