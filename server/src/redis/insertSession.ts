import type { LiveSession } from '../sessions/LiveSession.ts';
import { nextDeadline } from '../sessions/sessionMachine.ts';
import type { RedisKeys } from './createKeys.ts';

/**
 * Lua: `insertSession(key, arg)` stores the session of `sessionInsertion`, whose keys and arguments begin at these
 * numbers. False, and nothing is changed, when one of the two is in a session.
 */
export const INSERT_SESSION = `
local function insertSession(key, arg)
  local users, due, session = KEYS[key], KEYS[key + 1], KEYS[key + 2]
  local id, json, dueAt, first, second = unpack(ARGV, arg, arg + 4)
  if redis.call('HEXISTS', users, first) == 1 or redis.call('HEXISTS', users, second) == 1 then return false end
  redis.call('HSET', users, first, id, second, id)
  redis.call('ZADD', due, dueAt, id)
  redis.call('HSET', session, 'json', json, 'version', 1)
  return true
end
`;

export function sessionInsertion(keys: RedisKeys, session: LiveSession): { keys: string[]; args: string[] } {
  const [first, second] = session.members;
  return {
    keys: [keys.sessionUsers, keys.dueSessions, keys.session(session.id)],
    args: [session.id, JSON.stringify(session), dueScore(session), first.userId, second.userId],
  };
}

/** When time will next change the session, as a score. */
export function dueScore(session: LiveSession): string {
  const deadline = nextDeadline(session);
  return deadline === Infinity ? '+inf' : String(deadline);
}
