import type { Login } from './context.ts';

/** Why the server closed a socket. Only after LOGIN_OVER must a client not come back by itself. */
export const CLOSE_CODES = {
  /** The peer broke a limit (RFC 6455, 7.4.1: policy violation). */
  LIMIT_BROKEN: 1008,
  /** Come back, here or to another server (IANA registry: service restart). */
  RESTART: 1012,
  /** The login is gone: logged out, password changed, banned. */
  LOGIN_OVER: 4401,
} as const;
export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES];

/** An open socket of somebody logged in. */
export interface Connection {
  readonly login: Login;
  /** Nothing that arrives after this is carried out, and nothing more is answered. */
  end(code: CloseCode, reason: string): void;
  /** Asks tRPC's client to open a new socket and move over to it; this one stays until then. */
  askToReconnect(): void;
}

/** The sockets of this process. Knows nothing of other processes: whoever ends a login tells each of them. */
export interface Connections {
  /** Ends the sockets of these logins at once; ids as in `Login.authSessionId`. */
  closeLogins(authSessionIds: readonly string[]): void;
  /** Ends every socket of a user at once. */
  closeUser(userId: string): void;
  broadcastReconnect(): void;
  counts(): { sockets: number; users: number };
  all(): readonly Connection[];
  /** Returns a function that takes it out again. */
  add(connection: Connection): () => void;
}

/** How many ended logins are remembered: a socket that was let in just before is found out when it is added. */
const ENDED_KEPT = 1_000;

export function createConnections(): Connections {
  const open = new Set<Connection>();
  const justEnded = new Set<string>();

  const endWhere = (isMeant: (login: Login) => boolean): void => {
    for (const connection of open) {
      if (isMeant(connection.login)) connection.end(CLOSE_CODES.LOGIN_OVER, 'login over');
    }
  };

  return {
    closeLogins(authSessionIds) {
      const ended = new Set(authSessionIds);
      for (const authSessionId of ended) justEnded.add(authSessionId);
      for (const oldest of justEnded) {
        if (justEnded.size <= ENDED_KEPT) break;
        justEnded.delete(oldest);
      }
      endWhere((login) => ended.has(login.authSessionId));
    },
    closeUser(userId) {
      endWhere((login) => login.userId === userId);
    },
    broadcastReconnect() {
      for (const connection of open) connection.askToReconnect();
    },
    counts: () => ({
      sockets: open.size,
      users: new Set([...open].map((connection) => connection.login.userId)).size,
    }),
    all: () => [...open],
    add(connection) {
      open.add(connection);
      if (justEnded.has(connection.login.authSessionId)) connection.end(CLOSE_CODES.LOGIN_OVER, 'login over');
      return () => void open.delete(connection);
    },
  };
}
