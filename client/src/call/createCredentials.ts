import type { IceServer } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import type { PeerSession } from './callModel.ts';
import type { Peer } from './Peer.ts';

/** A restart is worth more than fresh credentials: most paths need none. */
const PATIENCE_MS = 1_000;

/** What a call's peers may use the relay with. */
export interface Credentials {
  /** A session has just come from the server, with its credentials. */
  note(session: PeerSession): void;
  /**
   * Gives the peer new ones if half of the life of its own is gone, for the relay refuses old ones when the next path
   * is looked for. Null: nothing to wait for. Never rejects.
   */
  freshen(peer: Pick<Peer, 'configure'>): Promise<void> | null;
}

interface CredentialsOptions {
  api: Pick<Api, 'turn'>;
  connection: Pick<Connection, 'state' | 'clockOffsetMs'>;
  clock: Clock;
}

export function createCredentials({ api, connection, clock }: CredentialsOptions): Credentials {
  let known: { session: PeerSession; sinceMs: number } | null = null;

  const isHalfGone = (): boolean => {
    if (known === null) return false;
    const endsAt = expiryOf(known.session.iceServers);
    if (endsAt === null) return false;
    const endsAtMs = endsAt - connection.clockOffsetMs.peek();
    return clock.now() - known.sinceMs > (endsAtMs - known.sinceMs) / 2;
  };

  return {
    note: (session) => void (known = { session, sinceMs: clock.now() }),
    freshen(peer) {
      if (known === null || !isHalfGone() || connection.state.peek() !== 'online') return null;
      const { session } = known;
      const asked = api.turn.iceServers().then(
        ({ iceServers }) => {
          const renewed = { ...session, iceServers };
          known = { session: renewed, sinceMs: clock.now() };
          peer.configure(renewed);
        },
        () => {
          // The old ones may still do; the next attempt asks again.
        },
      );
      return Promise.race([asked, new Promise<void>((resolve) => void clock.after(PATIENCE_MS, resolve))]);
    },
  };
}

/**
 * By the server's clock, milliseconds since 1970; null: there is no relay, or its credentials do not say. The user name
 * begins with the second in which they end (draft-uberti-behave-turn-rest, 2.2).
 */
function expiryOf(iceServers: readonly IceServer[]): number | null {
  const seconds = iceServers.flatMap(({ username }) => /^(\d{9,11}):/.exec(username ?? '')?.[1] ?? []);
  return seconds.length === 0 ? null : Math.min(...seconds.map(Number)) * 1_000;
}
