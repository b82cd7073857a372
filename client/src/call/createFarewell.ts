import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';

/** The server hears of a hang-up from whoever hung up, as a rule well within this. */
const PATIENCE_MS = 2_000;

/**
 * A partner who hung up over the data channel may never tell the server: it is away, or the partner has closed the page.
 * Then this side does, or it would stay in a talk that is over and could not look for another.
 */
export interface Farewell {
  heard(sessionId: string): void;
  /** The server knows. */
  settle(): void;
}

interface FarewellOptions {
  clock: Clock;
  connection: Pick<Connection, 'state'>;
  end: (sessionId: string) => void;
}

export function createFarewell({ clock, connection, end }: FarewellOptions): Farewell {
  let settle = (): void => {};
  return {
    heard(sessionId) {
      settle();
      // Sent as soon as it is back, before a new search.
      if (connection.state.peek() !== 'online') end(sessionId);
      else settle = clock.after(PATIENCE_MS, () => end(sessionId));
    },
    settle: () => settle(),
  };
}
