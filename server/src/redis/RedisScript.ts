import { createHash } from 'node:crypto';

/** A Lua script: one atomic step. Made by `defineScript` only. */
export interface RedisScript<Reply> {
  readonly source: string;
  /** How Redis names it once it knows it. */
  readonly sha: string;
  toReply(reply: unknown): Reply;
}

/**
 * The first argument of every script says until when, on Redis's clock, it may be carried out: commands that wait in a
 * frozen Redis, or in its socket, run when it thaws, and nobody is there any more who wants them. `now` is Redis's
 * clock, milliseconds since 1970.
 */
const PRELUDE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(table.remove(ARGV, 1)) then return redis.error_reply('LATE nobody waits for this') end
`;

/** How the reply of a script that came too late begins. */
export const LATE = 'LATE';

/** `Reply` is what the Lua in it returns, as node-redis reads it: nil and false are null, numbers are whole. */
export function defineScript<Reply>(lua: string): RedisScript<Reply> {
  const source = PRELUDE + lua;
  return {
    source,
    sha: createHash('sha1').update(source).digest('hex'),
    // The script and its reply's type stand in one place; nothing else writes this reply.
    toReply: (reply) => reply as Reply,
  };
}
