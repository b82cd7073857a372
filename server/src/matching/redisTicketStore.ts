import type { Learner } from '../profiles/Learner.ts';
import { INSERT_SESSION, sessionInsertion } from '../redis/insertSession.ts';
import type { Redis } from '../redis/Redis.ts';
import { defineScript } from '../redis/RedisScript.ts';
import type { Ticket } from './Ticket.ts';
import type { TicketStore } from './TicketStore.ts';

/**
 * A ticket is stored in two parts: the scripts read and write the place; of the learner they could not write back what
 * they read (to Lua an empty list and an empty object are the same).
 */
type Place = Omit<Ticket, 'learner'>;
/** Place and learner as JSON. */
type StoredTicket = [place: string, learner: string];

const TICKETS = `
local places, learners, away = KEYS[1], KEYS[2], KEYS[3]
local byMode = { roulette = KEYS[4], level = KEYS[5] }

local function readTicket(userId)
  local place = redis.call('HGET', places, userId)
  if not place then return nil end
  return { place, redis.call('HGET', learners, userId) }
end

local function writePlace(place)
  local json = cjson.encode(place)
  redis.call('HSET', places, place.userId, json)
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
  return ticket
end
`;

/** KEYS 6: users in sessions. ARGV: user, place, learner. Replies the stored place and the ticket that was replaced. */
const PUT = defineScript<[place: string, replaced: StoredTicket | null] | null>(`${TICKETS}
if redis.call('HEXISTS', KEYS[6], ARGV[1]) == 1 then return nil end
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

const ALL = defineScript<StoredTicket[]>(`${TICKETS}
local users = redis.call('HKEYS', places)
local all = {}
for index, userId in ipairs(users) do all[index] = readTicket(userId) end
return all
`);

/** ARGV: user, then tolerance and learner, empty for what stays. */
const CHANGE = defineScript<StoredTicket | null>(`${TICKETS}
local ticket = readTicket(ARGV[1])
if not ticket then return nil end
if ARGV[2] ~= '' then
  local place = cjson.decode(ticket[1])
  place.tolerance = tonumber(ARGV[2])
  ticket[1] = writePlace(place)
end
if ARGV[3] ~= '' then
  redis.call('HSET', learners, ARGV[1], ARGV[3])
  ticket[2] = ARGV[3]
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

/** KEYS 6 to 8, ARGV 3 on: the session. ARGV 1, 2: the tickets of its first and its second member. */
const PAIR = defineScript<number>(`${TICKETS}${INSERT_SESSION}
for side = 1, 2 do
  local place = redis.call('HGET', places, ARGV[5 + side])
  if not place then return 0 end
  place = cjson.decode(place)
  if place.id ~= ARGV[side] or place.awaySince ~= cjson.null then return 0 end
end
if not insertSession(6, 3) then return 0 end
takeTicket(ARGV[6])
takeTicket(ARGV[7])
return 1
`);

const COUNTS = defineScript<[roulette: number, level: number]>(`${TICKETS}
return { redis.call('SCARD', byMode.roulette), redis.call('SCARD', byMode.level) }
`);

/** For many servers. */
export function createRedisTicketStore(redis: Redis): TicketStore {
  const { keys } = redis;
  const ticketKeys = [keys.tickets, keys.learners, keys.awayTickets, keys.rouletteTickets, keys.levelTickets];

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
      return (await redis.run(ALL, { keys: ticketKeys })).map(toTicket);
    },

    async change(userId, { tolerance = '', learner }) {
      const args = [userId, tolerance, learner ? JSON.stringify(learner) : ''];
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
