import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AnyTRPCRouter } from '@trpc/server';
import type { Logger } from 'pino';
import { WebSocketServer, type ServerOptions } from 'ws';
import type { Clock } from '../clock/Clock.ts';
import type { AppCode } from '../contract/errors.ts';
import type { AllowOrigin } from './allowOrigin.ts';
import { toAddressKey } from './clientAddress.ts';
import type { Connections } from './connections.ts';
import type { Context } from './context.ts';
import { createGatherWrites } from './gatherWrites.ts';
import { GuardedSocket, type FreshSocket, type GuardedSocketOptions } from './GuardedSocket.ts';
import { identify, type Authenticate, type Identified } from './identify.ts';
import type { ReportedCall } from './reportError.ts';
import { createSocketCaps, type SocketPlace } from './socketCaps.ts';
import { createSocketRounds } from './socketRounds.ts';
import type { TransportLimits } from './transportLimits.ts';
import type { TransportMetrics } from './transportMetrics.ts';
import { within } from './within.ts';

export interface UpgradeGuardOptions {
  router: AnyTRPCRouter;
  limits: TransportLimits;
  clock: Clock;
  monotonicMs: () => number;
  logger: Logger;
  metrics: TransportMetrics;
  connections: Connections;
  allowOrigin: AllowOrigin;
  readAddress(request: IncomingMessage): string;
  readRequestId(request: IncomingMessage): string;
  authenticate: Authenticate;
  isLoginAlive(authSessionId: string): Promise<boolean>;
  reportError(call: ReportedCall): void;
  isDraining(): boolean;
}

type Listener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

interface Refusal {
  status: 401 | 403 | 404 | 429 | 503;
  code: AppCode;
}

const NOT_HERE: Refusal = { status: 404, code: 'NOT_FOUND' };
const DRAINING: Refusal = { status: 503, code: 'SHUTTING_DOWN' };
const FOREIGN: Refusal = { status: 403, code: 'FOREIGN_ORIGIN' };
const NOT_LOGGED_IN: Refusal = { status: 401, code: 'NOT_LOGGED_IN' };
const TOO_MANY: Refusal = { status: 429, code: 'TOO_MANY_REQUESTS' };
const FULL: Refusal = { status: 503, code: 'BUSY' };
const CANNOT_TELL: Refusal = { status: 503, code: 'DATABASE_UNAVAILABLE' };

/**
 * The listener of the server's 'upgrade' event. Everything is settled while the peer still speaks HTTP, so that
 * strangers never reach the WebSocket parser.
 */
export function createUpgradeGuard(options: UpgradeGuardOptions): Listener {
  const { limits, metrics, allowOrigin } = options;
  const caps = createSocketCaps(limits);
  const server = createSocketServer(limits);
  const socketOptions: GuardedSocketOptions = {
    ...options,
    rounds: createSocketRounds(options.clock, limits),
    beforeWrite: createGatherWrites(),
    onClose: (code) => metrics.socketCloses.inc({ code }),
  };
  const renewed = new WeakMap<IncomingMessage, string>();
  const startCall = (procedure: string): (() => void) => {
    const end = metrics.callSeconds.startTimer({ procedure, transport: 'socket' });
    return () => void end();
  };
  server.on('headers', (headers: string[], request: IncomingMessage) => {
    const cookie = renewed.get(request);
    if (cookie !== undefined) headers.push(`Set-Cookie: ${cookie}`);
  });

  const refuse = (socket: Duplex, refusal: Refusal): void => {
    metrics.upgrades.inc({ outcome: refusal.code });
    answer(socket, refusal);
  };

  const check = (request: IncomingMessage): Refusal | null => {
    if (request.url !== '/trpc') return NOT_HERE;
    if (options.isDraining()) return DRAINING;
    return allowOrigin.forUpgrade(request) ? null : FOREIGN;
  };

  const findOut = async (request: IncomingMessage): Promise<Identified | Refusal> => {
    try {
      const asked = identify(options.authenticate, request.headers.cookie);
      const known = await within(asked, limits.authenticateMs, options.clock);
      return known === 'late' ? CANNOT_TELL : (known ?? NOT_LOGGED_IN);
    } catch (error) {
      options.logger.warn({ err: error }, 'a login could not be looked up');
      return CANNOT_TELL;
    }
  };

  const admit = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const address = options.readAddress(request);
    const place = caps.reserve(toAddressKey(address));
    if (place === 'address') return refuse(socket, TOO_MANY);
    if (place === 'process') return refuse(socket, FULL);
    // The one way out of the count, whatever happens in between: refused, aborted, upgraded and closed.
    socket.on('close', place.release);
    const known = await findOut(request);
    if (socket.destroyed) return;
    if ('status' in known) return refuse(socket, known);
    if (options.isDraining()) return refuse(socket, DRAINING);
    if (!claim(place, known)) return refuse(socket, TOO_MANY);
    if (known.setCookie !== null) renewed.set(request, known.setCookie);
    server.handleUpgrade(request, socket, head, (ws) => {
      metrics.upgrades.inc({ outcome: 'accepted' });
      attach(
        { ws, transport: socket },
        { login: known.login, address, requestId: options.readRequestId(request) },
      );
    });
  };

  const attach = (fresh: FreshSocket, who: SocketContext): void => {
    const context = { ...who, cookieHeader: null, setCookie: null, startCall };
    const connection = new GuardedSocket(fresh, context, socketOptions);
    fresh.ws.on('close', options.connections.add(connection));
  };

  return (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refusal = check(request);
    if (refusal !== null) return refuse(socket, refusal);
    admit(request, socket, head).catch((error: unknown) => {
      options.logger.error({ err: error }, 'an upgrade failed');
      socket.destroy();
    });
  };
}

type SocketContext = Pick<Context, 'address' | 'requestId'> & { login: Identified['login'] };

const claim = (place: SocketPlace, known: Identified): boolean => place.claimUser(known.login.userId);

function createSocketServer(limits: TransportLimits): WebSocketServer {
  // closeTimeout is in ws 8.23 but not yet in its types.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    maxFragments: limits.fragments,
    maxBufferedChunks: limits.bufferedChunks,
    closeTimeout: limits.closeMs,
  };
  return new WebSocketServer(options);
}

function answer(socket: Duplex, { status, code }: Refusal): void {
  const retry = status === 429 || status === 503 ? 'Retry-After: 2\r\n' : '';
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain\r\n` +
      `Cache-Control: no-store\r\n${retry}Content-Length: ${code.length}\r\n\r\n${code}`,
  );
}
