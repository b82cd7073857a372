import type { ChatMessage } from '../contract/index.ts';
import { dueScore, INSERT_SESSION, sessionInsertion } from '../redis/insertSession.ts';
import type { Redis } from '../redis/Redis.ts';
import { defineScript } from '../redis/RedisScript.ts';
import type { LiveSession } from './LiveSession.ts';
import type { SessionEffect } from './sessionMachine.ts';
import { MESSAGES_KEPT, type SharedSessionStore } from './SessionStore.ts';

/** How long an ended session is remembered; the archive has it for good by then. */
const ENDED_KEPT_MS = 3_600_000;
/** After which an end that nobody has settled is another server's: longer than a slow server takes for it. */
const SETTLE_MS = 5_000;
const UNSETTLED_AT_ONCE = 50;

/** A session as it was read, and the number of the change that wrote it. */
type StoredSession = [json: string, version: string];

const INSERT = defineScript<number>(`${INSERT_SESSION}
return insertSession(1, 1) and 1 or 0
`);

const GET = defineScript<StoredSession | null>(`
local json, version = unpack(redis.call('HMGET', KEYS[1], 'json', 'version'))
return json and { json, version }
`);

/** ARGV: user, prefix of the sessions' keys. */
const OF_USER = defineScript<string | null>(`
local id = redis.call('HGET', KEYS[1], ARGV[1])
return id and redis.call('HGET', ARGV[2] .. id, 'json')
`);

/**
 * ARGV: session, version that the change is based on, the session as it is now (empty: it has ended), its deadline,
 * the two users, milliseconds to remember its end, the effects of the end (empty: none), milliseconds to settle it.
 * Replies null when there is no such session, the session as it is stored when it has another version, true (an empty
 * list) when the change was made.
 */
const CHANGE = defineScript<StoredSession | [] | null>(`
local session, users, due, messages, sent, ended, ends, unsettled = unpack(KEYS)
local id, base, json, dueAt, first, second, endedMs, effects, settleMs = unpack(ARGV)
local stored, version = unpack(redis.call('HMGET', session, 'json', 'version'))
if not stored then return nil end
if version ~= base then return { stored, version } end
if json ~= '' then
  redis.call('HSET', session, 'json', json, 'version', version + 1)
  redis.call('ZADD', due, dueAt, id)
  return {}
end
redis.call('DEL', session, messages, sent)
redis.call('ZREM', due, id)
redis.call('HDEL', users, first, second)
redis.call('SET', ended, first .. ' ' .. second, 'PX', endedMs)
if effects ~= '' then
  redis.call('HSET', ends, id, effects)
  redis.call('ZADD', unsettled, now + settleMs, id)
end
return {}
`);

/** KEYS: ends, unsettled. ARGV: session. */
const SETTLED = defineScript<number>(`
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('HDEL', KEYS[1], ARGV[1])
`);

/** KEYS: ends, unsettled. ARGV: how many at most, milliseconds to settle them. */
const UNSETTLED = defineScript<string[]>(`
local taken = {}
for index, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, ARGV[1])) do
  redis.call('ZADD', KEYS[2], now + ARGV[2], id)
  taken[index] = redis.call('HGET', KEYS[1], id)
end
return taken
`);

const DUE = defineScript<string[]>(`
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
`);

/** ARGV: sender and clientMessageId, message, how many to keep. Replies the message under that id, 1 if it is new, 1 if it was told. */
const ADD_MESSAGE = defineScript<[json: string, isNew: number, isTold: number] | null>(`
local session, messages, sent = unpack(KEYS)
if redis.call('EXISTS', session) == 0 then return nil end
local known = redis.call('HGET', sent, ARGV[1])
if known then return { known, 0, redis.call('HEXISTS', sent, 'told ' .. ARGV[1]) } end
redis.call('HSET', sent, ARGV[1], ARGV[2])
redis.call('RPUSH', messages, ARGV[2])
redis.call('LTRIM', messages, -ARGV[3], -1)
return { ARGV[2], 1, 0 }
`);

/** KEYS: session, what it has sent. ARGV: sender and clientMessageId. */
const MESSAGE_TOLD = defineScript<number>(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HSET', KEYS[2], 'told ' .. ARGV[1], 1)
`);

const MESSAGES = defineScript<string[]>(`
return redis.call('LRANGE', KEYS[1], 0, -1)
`);

const ENDED = defineScript<string | null>(`
return redis.call('GET', KEYS[1])
`);

const COUNT = defineScript<number>(`
return redis.call('ZCARD', KEYS[1])
`);

interface RedisSessionOptions {
  /** Milliseconds; for tests. */
  settleMs?: number;
}

/** For many servers. Nothing is cached: every server sees every change at once. */
export function createRedisSessionStore(
  redis: Redis,
  { settleMs = SETTLE_MS }: RedisSessionOptions = {},
): SharedSessionStore {
  const { keys } = redis;
  const endKeys = [keys.sessionEnds, keys.unsettledSessions];

  return {
    async insert(session) {
      return (await redis.run(INSERT, sessionInsertion(keys, session))) === 1;
    },

    async get(sessionId) {
      const stored = await redis.run(GET, { keys: [keys.session(sessionId)] });
      return stored && toSession(stored[0]);
    },

    async ofUser(userId) {
      const args = [userId, keys.sessionPrefix];
      const json = await redis.run(OF_USER, { keys: [keys.sessionUsers], args });
      return json === null ? null : toSession(json);
    },

    /** @throws AppError BUSY also when others were faster again and again */
    async change(sessionId, decide) {
      const until = redis.operationEnd();
      let stored = await redis.run(GET, { keys: [keys.session(sessionId)], until });
      while (stored) {
        const [json, version] = stored;
        const session = toSession(json);
        const decision = decide(session);
        const [first, second] = session.members;
        const reply = await redis.run(CHANGE, {
          until,
          keys: [
            keys.session(sessionId),
            keys.sessionUsers,
            keys.dueSessions,
            keys.sessionMessages(sessionId),
            keys.sessionSent(sessionId),
            keys.sessionEnded(sessionId),
            ...endKeys,
          ],
          args: [
            sessionId,
            version,
            decision.session ? JSON.stringify(decision.session) : '',
            decision.session ? dueScore(decision.session) : '',
            first.userId,
            second.userId,
            ENDED_KEPT_MS,
            decision.effects.length > 0 ? JSON.stringify(decision.effects) : '',
            settleMs,
          ],
        });
        if (reply?.length === 0) return decision;
        stored = reply;
      }
      return null;
    },

    async settled(sessionId) {
      await redis.run(SETTLED, { keys: endKeys, args: [sessionId] });
    },

    async unsettled() {
      const ends = await redis.run(UNSETTLED, { keys: endKeys, args: [UNSETTLED_AT_ONCE, settleMs] });
      return ends.map(toEffects);
    },

    due: (now) => redis.run(DUE, { keys: [keys.dueSessions], args: [now] }),

    async addMessage(message) {
      const { sessionId } = message;
      const reply = await redis.run(ADD_MESSAGE, {
        keys: [keys.session(sessionId), keys.sessionMessages(sessionId), keys.sessionSent(sessionId)],
        args: [`${message.from} ${message.clientMessageId}`, JSON.stringify(message), MESSAGES_KEPT],
      });
      return reply && { message: toMessage(reply[0]), isNew: reply[1] === 1, isTold: reply[2] === 1 };
    },

    async messageTold({ sessionId, from, clientMessageId }) {
      await redis.run(MESSAGE_TOLD, {
        keys: [keys.session(sessionId), keys.sessionSent(sessionId)],
        args: [`${from} ${clientMessageId}`],
      });
    },

    async messages(sessionId) {
      return (await redis.run(MESSAGES, { keys: [keys.sessionMessages(sessionId)] })).map(toMessage);
    },

    async wasMember(sessionId, userId) {
      const users = await redis.run(ENDED, { keys: [keys.sessionEnded(sessionId)] });
      return users?.split(' ').includes(userId) ?? false;
    },

    count: () => redis.run(COUNT, { keys: [keys.dueSessions] }),
  };
}

// What our own scripts stored is not validated again.
const toSession = (json: string): LiveSession => JSON.parse(json) as LiveSession;
const toEffects = (json: string): SessionEffect[] => JSON.parse(json) as SessionEffect[];
const toMessage = (json: string): ChatMessage => JSON.parse(json) as ChatMessage;
