import type { RedisClientOptions } from 'redis';

/** A connection that says nothing for so long is given up, longer than `PING_MS` so that an idle one stays. */
const SILENCE_MS = 2_500;
const PING_MS = 1_000;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Of a connection that notices by itself when Redis is gone or frozen, that comes back by itself, and that keeps
 * nothing to be sent later.
 */
export function clientOptions(url: string, random: () => number): RedisClientOptions {
  return {
    url,
    disableOfflineQueue: true,
    // It would only watch a command until it is written; `openRedis` watches until the answer.
    commandOptions: { timeout: 0 },
    maintNotifications: 'disabled',
    pingInterval: PING_MS,
    socket: {
      connectTimeout: SILENCE_MS,
      // Without this a connection to a frozen Redis, or a handshake with one, hangs for ever.
      socketTimeout: SILENCE_MS,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 5_000,
      // Half of the pause is chance, so that servers do not come back in step.
      reconnectStrategy: (retries) => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** retries) * (0.5 + random() / 2),
    },
  };
}
