/**
 * Which state of the wire contract this client was written against; sent with every call over HTTP. The server's own
 * number, and the oldest client that it still understands, come back (server/src/contract/protocol.ts).
 */
export const CLIENT_PROTOCOL = 2;

/**
 * `client_old`: the server no longer understands us; only a new version helps. `server_old`: it does not know yet all
 * that we ask for, while an update of it is under way or has been taken back; waiting helps.
 */
export type Skew = 'none' | 'client_old' | 'server_old';

/** What an answer's headers say; null: it did not come from our server, or says nothing. */
export function skewOf(headers: Pick<Headers, 'get'>, own: number = CLIENT_PROTOCOL): Skew | null {
  const [current, oldest] = ['x-protocol', 'x-oldest-client'].map((name) => Number(headers.get(name) ?? NaN));
  if (!Number.isInteger(current) || !Number.isInteger(oldest)) return null;
  if (own < Number(oldest)) return 'client_old';
  return own > Number(current) ? 'server_old' : 'none';
}
