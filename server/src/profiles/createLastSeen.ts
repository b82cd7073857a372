import type { Clock } from '../clock/Clock.ts';
import { repeat } from '../clock/repeat.ts';
import type { Profiles } from './Profiles.ts';

const WRITE_EVERY_MS = 10_000;

interface LastSeenDeps {
  clock: Clock;
  profiles: Pick<Profiles, 'touchLastSeen'>;
  onError(error: unknown): void;
}

/** Notes who has gone, and writes it for all of them in one statement: phones come and go by the hundred. */
export function createLastSeen({ clock, profiles, onError }: LastSeenDeps) {
  let gone = new Set<string>();

  async function write(): Promise<void> {
    if (gone.size === 0) return;
    const writing = gone;
    gone = new Set();
    try {
      await profiles.touchLastSeen([...writing], clock.now());
    } catch (error) {
      for (const userId of writing) gone.add(userId);
      throw error;
    }
  }

  const stop = repeat(clock, { pauseMs: () => WRITE_EVERY_MS, run: write, onError });

  return {
    left: (userId: string): void => void gone.add(userId),
    async stop(): Promise<void> {
      stop();
      await write().catch(onError);
    },
  };
}
