import { WAITS } from '../contract/limits.ts';
import { defineScript } from '../redis/RedisScript.ts';

/**
 * A user's log is a hash and a stream with one time to live, which the servers that have readers of it renew:
 *
 * - `epoch`: a word of its own, so that ids of a log that is gone are known as foreign;
 * - `last`: the number of the last entry; they are numbered without gap from 1, entry 7 has the stream id `7-0`;
 * - `lost`: the number of the last entry that was dropped;
 * - `mark`, `markedAt`: every entry up to `mark` was added at or before that time;
 * - `reader:<device>`: `<server>/<number>`, the device's newest reader and where it is.
 *
 * What is added is handed to the servers that have readers: `event <user> <epoch> <number> <entry>`. A reader that
 * another one has taken the place of is told `end <server>/<number>`.
 */

/** More than a learner gets in a minute under the limits of signals and chat; a reader further behind gets a snapshot. */
export const EVENTS_KEPT = 1_000;
/** Entries beyond that which may lie there, so that not every append drops one. */
const SLACK = 100;
/** An entry is dropped when it is between once and twice as old, at the next append. */
const ENTRY_KEPT_MS = WAITS.eventRetentionMs + 15_000;
/** How often a server renews the logs that it reads. */
export const RENEW_MS = 20_000;
/** So that a log is there for long enough after the last renewal. */
const LOG_KEPT_MS = WAITS.eventRetentionMs + RENEW_MS + 10_000;

/** `last`: of the log when it was read, not of `entries`, which may be only the first of those behind. */
export type LogPart = [
  epoch: string,
  last: number,
  lost: number,
  entries: [streamId: string, fields: string[]][],
];

const APPEND_LUA = `
local log, stream = KEYS[1], KEYS[2]
local fields = redis.call('HGETALL', log)
local state, servers = {}, {}
for index = 1, #fields, 2 do
  if string.sub(fields[index], 1, 7) == 'reader:' then
    servers[string.match(fields[index + 1], '^[^/]+')] = true
  else
    state[fields[index]] = fields[index + 1]
  end
end
if not state.epoch then return nil end

local number = state.last + 1
redis.call('XADD', stream, number .. '-0', 'entry', ARGV[1])
redis.call('HSET', log, 'last', number)
if number == 1 then redis.call('PEXPIRE', stream, redis.call('PTTL', log)) end

local lost, mark = tonumber(state.lost), tonumber(state.mark)
if now - state.markedAt > ${ENTRY_KEPT_MS} then
  lost = math.max(lost, mark)
  redis.call('HSET', log, 'mark', number, 'markedAt', now)
end
if number - lost > ${EVENTS_KEPT + SLACK} then lost = number - ${EVENTS_KEPT} end
if lost ~= tonumber(state.lost) then
  redis.call('XTRIM', stream, 'MINID', (lost + 1) .. '-0')
  redis.call('HSET', log, 'lost', lost)
end

local message = table.concat({ 'event', ARGV[3], state.epoch, number, ARGV[1] }, ' ')
for server in pairs(servers) do redis.call('PUBLISH', ARGV[2] .. server, message) end
return number
`;

/** KEYS: log, entries. ARGV: entry, prefix of the servers' channels, user. Replies the number; null: there is no log. */
export const APPEND = defineScript<number | null>(APPEND_LUA);

/**
 * As above, unless the log has an entry with this fact; then null. No text that somebody wrote can look like one: there
 * every quotation mark has a backslash before it. ARGV 4: the fact as it stands in an entry, with its commas.
 */
export const APPEND_FACT = defineScript<number | null>(`
for _, entry in ipairs(redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', ${EVENTS_KEPT})) do
  if string.find(entry[2][2], ARGV[4], 1, true) then return nil end
end
${APPEND_LUA}`);

/** As `APPEND`, unless it is there: an earlier try may have been carried out and its answer lost. ARGV 4: how the entry ends. */
export const APPEND_ONCE = defineScript<number | null>(`
for _, entry in ipairs(redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', ${EVENTS_KEPT})) do
  if string.sub(entry[2][2], -#ARGV[4]) == ARGV[4] then return tonumber(string.match(entry[1], '^%d+')) end
end
${APPEND_LUA}`);

/**
 * Begins a log if there is none, makes the reader the device's newest, and tells the one before it.
 * KEYS: log, entries. ARGV: epoch of a new log, device, reader, prefix of the servers' channels.
 */
export const OPEN = defineScript<LogPart>(`
local log, stream = KEYS[1], KEYS[2]
local epoch, device, reader, prefix = unpack(ARGV)
if redis.call('EXISTS', log) == 0 then
  redis.call('DEL', stream)
  redis.call('HSET', log, 'epoch', epoch, 'last', 0, 'lost', 0, 'mark', 0, 'markedAt', now)
end
local before = redis.call('HGET', log, 'reader:' .. device)
if before then redis.call('PUBLISH', prefix .. string.match(before, '^[^/]+'), 'end ' .. before) end
redis.call('HSET', log, 'reader:' .. device, reader)
redis.call('PEXPIRE', log, ${LOG_KEPT_MS})
redis.call('PEXPIRE', stream, ${LOG_KEPT_MS})
local state = redis.call('HMGET', log, 'epoch', 'last', 'lost')
return { state[1], tonumber(state[2]), tonumber(state[3]), {} }
`);

/** KEYS: log. ARGV: device, reader. */
export const CLOSE = defineScript<number>(`
local field = 'reader:' .. ARGV[1]
if redis.call('HGET', KEYS[1], field) ~= ARGV[2] then return 0 end
return redis.call('HDEL', KEYS[1], field)
`);

/** KEYS: log, entries. ARGV: number to read behind, how many at most. null: there is no log. */
export const READ = defineScript<LogPart | null>(`
local epoch, last, lost = unpack(redis.call('HMGET', KEYS[1], 'epoch', 'last', 'lost'))
if not epoch then return nil end
local entries = redis.call('XRANGE', KEYS[2], (ARGV[1] + 1) .. '-0', '+', 'COUNT', ARGV[2])
return { epoch, tonumber(last), tonumber(lost), entries }
`);

/** What a reader on this server should know of its log; null: there is no log. */
export type LogState = [epoch: string, last: number, newestReader: string | null] | null;

/** KEYS: log and entries of each reader. ARGV: its device. */
export const RENEW = defineScript<LogState[]>(`
local states = {}
for index, device in ipairs(ARGV) do
  local log = KEYS[2 * index - 1]
  local epoch, last, newest = unpack(redis.call('HMGET', log, 'epoch', 'last', 'reader:' .. device))
  redis.call('PEXPIRE', log, ${LOG_KEPT_MS})
  redis.call('PEXPIRE', KEYS[2 * index], ${LOG_KEPT_MS})
  states[index] = epoch and { epoch, tonumber(last), newest }
end
return states
`);
