import type { Logger } from 'pino';
import type { Clock } from '../clock/Clock.ts';

/** While a database is away the same error comes several times a second. */
const SAME_AGAIN_MS = 10_000;
const KINDS_KEPT = 100;

/** Logs errors of work in the background; the same message again only after a while, with how often it came in between. */
export function createErrorReport(logger: Logger, clock: Clock): (error: unknown) => void {
  const seen = new Map<string, { loggedAt: number; since: number }>();

  return (error) => {
    const kind = error instanceof Error ? error.message : String(error);
    const now = clock.now();
    const known = seen.get(kind);
    if (known && now - known.loggedAt < SAME_AGAIN_MS) {
      known.since++;
      return;
    }
    if (seen.size >= KINDS_KEPT) seen.clear();
    seen.set(kind, { loggedAt: now, since: 0 });
    logger.error({ err: error, repeated: known?.since ?? 0 }, 'a task in the background failed');
  };
}
