import type { RedisKeys } from './createKeys.ts';
import type { RedisScript } from './RedisScript.ts';

interface ScriptCall {
  keys: readonly string[];
  args?: readonly (string | number)[];
  /** From `operationEnd`, when several calls make one operation. */
  until?: number;
}

/**
 * What the Redis adapters share: one connection for scripts and one that listens.
 *
 * With Redis frozen, gone or unreachable every call answers within a second with `AppError('BUSY')`, and what was
 * asked is then not carried out later. One doubt stays, as with any network: a call that was carried out just before
 * the connection broke answers BUSY too. Nothing has to be restarted when Redis is back, with its memory or without.
 */
export interface Redis {
  /** This process; unlike any other's and unlike its own after a restart. */
  readonly serverId: string;
  readonly keys: RedisKeys;
  /** Calls are carried out in the order in which they are made. @throws AppError BUSY */
  run<Reply>(script: RedisScript<Reply>, call: ScriptCall): Promise<Reply>;
  /** When an operation of several calls that starts now must be over; for `ScriptCall.until`. */
  operationEnd(): number;
  /** Hears a channel from now on, also after Redis was away; what was said meanwhile is lost. @throws AppError BUSY */
  listen(channel: string, onMessage: (message: string) => void): Promise<void>;
  /** Calls back each time when messages may have been lost. */
  onListeningAgain(run: () => void): void;
  /** Calls back each time when Redis was away and is back, before anything is asked of it; perhaps it has lost its memory. */
  onReturn(run: () => void): void;
  /** @throws AppError BUSY */
  ping(): Promise<void>;
  close(): void;
}
