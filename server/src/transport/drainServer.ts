import type { Server } from 'node:http';
import type { Clock } from '../clock/Clock.ts';
import { CLOSE_CODES, type Connections } from './connections.ts';

/** For tRPC's clients to have moved over before their old socket goes. */
const GRACE_MS = 1000;
const SPREAD_PER_SOCKET_MS = 50;
const LONGEST_SPREAD_MS = 8000;
/** What is still being answered then is cut. */
const REQUESTS_MS = 10_000;

export interface DrainOptions {
  server: Server;
  connections: Connections;
  clock: Clock;
}

/**
 * Empties a server that already refuses newcomers. Its sockets are asked to move over, then closed one after
 * another, so that the other servers do not get everybody in the same second. Calls go on meanwhile: their
 * audio does not pass here.
 */
export async function drainServer({ server, connections, clock }: DrainOptions): Promise<void> {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

  connections.broadcastReconnect();
  server.closeIdleConnections();
  const sockets = connections.all();
  if (sockets.length > 0) {
    await wait(GRACE_MS);
    const stepMs = Math.min(SPREAD_PER_SOCKET_MS, LONGEST_SPREAD_MS / sockets.length);
    for (const [at, socket] of sockets.entries()) {
      clock.after(at * stepMs, () => socket.end(CLOSE_CODES.RESTART, 'restart'));
    }
    await wait(sockets.length * stepMs);
  }
  // Also those that came in while the others were leaving.
  for (const socket of connections.all()) socket.end(CLOSE_CODES.RESTART, 'restart');

  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  server.closeIdleConnections();
  const cancel = clock.after(REQUESTS_MS, () => server.closeAllConnections());
  await closed;
  cancel();
}
