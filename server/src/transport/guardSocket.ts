import type { Encoder } from '@trpc/server/adapters/ws';
import type { parseTRPCMessage } from '@trpc/server/rpc';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import { CLOSE_CODES, type CloseCode, type Connection } from './connections.ts';
import type { Login } from './context.ts';
import { createSocketCodec } from './socketCodec.ts';
import type { SocketRounds } from './socketRounds.ts';
import { createTokenBucket } from './tokenBucket.ts';
import type { TransportLimits } from './transportLimits.ts';

export interface GuardSocketOptions {
  login: Login;
  limits: TransportLimits;
  rounds: SocketRounds;
  monotonicMs: () => number;
  logger: Logger;
  transformer: Parameters<typeof parseTRPCMessage>[1];
  isLoginAlive(authSessionId: string): Promise<boolean>;
  /** Something is about to be written to the socket. */
  beforeWrite(): void;
  onClose(code: CloseCode | 'peer' | 'cut'): void;
}

/** A socket under watch: how it is ended from outside, and the codec that tRPC has to use on it. */
export interface GuardedSocket extends Connection {
  encoder: Encoder;
}

const RECONNECT = JSON.stringify({ id: null, method: 'reconnect' });
/** What tRPC's client answers by PONG; not a ping of WebSocket's own, which no script in a browser sees. */
const PING = 'PING';

/**
 * Puts a fresh socket under its limits: rate, bytes, age, a peer that is silent or does not read, a
 * login that ends.
 * Must run before tRPC attaches itself: an 'error' without a listener would end the process,
 * and a frame has to be counted before it is carried out.
 */
export function guardSocket(ws: WebSocket, options: GuardSocketOptions): GuardedSocket {
  const { limits, rounds, monotonicMs, login } = options;
  const messages = createTokenBucket(limits.messages, monotonicMs);
  const bytes = createTokenBucket(limits.bytes, monotonicMs);
  let roundsSeen = 0;
  let roundsSilent = 0;
  /** Whether what waits for the peer may have grown since it was last looked at. */
  let hasAnswered = false;
  let ending: CloseCode | 'cut' | null = null;

  const end = (code: CloseCode, reason: string): void => {
    if (ending !== null) return;
    ending = code;
    ws.close(code, reason);
    // Whoever floods is not read any further; the socket is destroyed when the closing handshake times out.
    if (code === CLOSE_CODES.LIMIT_BROKEN) ws.pause();
  };

  const cut = (): void => {
    ending ??= 'cut';
    ws.terminate();
  };

  const cutIfStalled = (): void => {
    hasAnswered = false;
    if (ending === null && ws.bufferedAmount > limits.unsentBytes) cut();
  };

  const checkLogin = async (): Promise<void> => {
    try {
      if (!(await options.isLoginAlive(login.authSessionId))) end(CLOSE_CODES.LOGIN_OVER, 'login over');
    } catch (error) {
      // A database that is away ends no calls; the next check will tell.
      options.logger.warn({ err: error }, 'a login could not be checked');
    }
  };

  const leaveRounds = rounds.add((waits) => {
    roundsSeen += 1;
    roundsSilent += 1;
    if (hasAnswered) cutIfStalled();
    if (roundsSilent >= waits.ping + waits.pong) cut();
    if (ending !== null) return;
    if (roundsSeen >= waits.age) end(CLOSE_CODES.RESTART, 'old');
    else if (roundsSeen % waits.loginCheck === 0) void checkLogin();
    if (roundsSilent === waits.ping) ws.send(PING);
  });

  // ws sends the close code itself and destroys the socket after closeMs; the listener only has to be there.
  ws.on('error', () => undefined);
  ws.on('message', (data: RawData) => {
    roundsSilent = 0;
    const size = Buffer.isBuffer(data) ? data.length : limits.messageBytes;
    if (!messages.take(1)) end(CLOSE_CODES.LIMIT_BROKEN, 'too many messages');
    else if (!bytes.take(size)) end(CLOSE_CODES.LIMIT_BROKEN, 'too many bytes');
  });
  ws.once('close', () => {
    leaveRounds();
    options.onClose(ending ?? 'peer');
    ending ??= 'cut';
  });

  return {
    login,
    end,
    askToReconnect() {
      if (ws.readyState === ws.OPEN) ws.send(RECONNECT);
    },
    encoder: createSocketCodec({
      limits,
      transformer: options.transformer,
      isOpen: () => ending === null,
      payForCalls(calls) {
        if (messages.take(calls)) return true;
        end(CLOSE_CODES.LIMIT_BROKEN, 'too many messages');
        return false;
      },
      send: (text) => ws.send(text),
      beforeAnswer() {
        cutIfStalled();
        options.beforeWrite();
        hasAnswered = true;
      },
    }),
  };
}
