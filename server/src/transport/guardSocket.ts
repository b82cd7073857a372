import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import { CLOSE_CODES, type CloseCode, type Connection } from './connections.ts';
import type { Login } from './context.ts';
import type { SocketCalls, SocketCallsOptions } from './socketCalls.ts';
import type { SocketRounds } from './socketRounds.ts';
import { createTokenBucket } from './tokenBucket.ts';
import type { TransportLimits } from './transportLimits.ts';

export interface GuardSocketOptions {
  login: Login;
  limits: TransportLimits;
  rounds: SocketRounds;
  monotonicMs: () => number;
  logger: Logger;
  isLoginAlive(authSessionId: string): Promise<boolean>;
  openCalls(line: SocketLine): SocketCalls;
  /** Something is about to be written to the socket. */
  beforeWrite(): void;
  onClose(code: CloseCode | 'peer' | 'cut'): void;
}

/** What the calls on a socket have of it. */
export type SocketLine = Pick<SocketCallsOptions, 'isOpen' | 'payForCalls' | 'send'>;

const RECONNECT = JSON.stringify({ id: null, method: 'reconnect' });
/** As tRPC's client knows them; not a ping of WebSocket's own, which no script in a browser sees. */
const PING = 'PING';
const PONG = 'PONG';

/**
 * Puts a fresh socket under its limits: rate, bytes, age, a peer that is silent or does not read, a
 * login that ends. A frame is counted before it is carried out.
 */
export function guardSocket(ws: WebSocket, options: GuardSocketOptions): Connection {
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

  const send = (text: string): void => {
    cutIfStalled();
    options.beforeWrite();
    hasAnswered = true;
    ws.send(text);
  };

  const payFor = (calls: number): boolean => {
    if (messages.take(calls)) return true;
    end(CLOSE_CODES.LIMIT_BROKEN, 'too many messages');
    return false;
  };

  const calls = options.openCalls({
    isOpen: () => ending === null && ws.readyState === ws.OPEN,
    payForCalls: payFor,
    send,
  });

  // An 'error' without a listener would end the process. ws sends the close code itself, and destroys the socket after closeMs.
  ws.on('error', () => undefined);
  ws.on('message', (data: RawData, isBinary) => {
    roundsSilent = 0;
    const size = Buffer.isBuffer(data) ? data.length : limits.messageBytes;
    if (!payFor(1)) return;
    if (!bytes.take(size)) return end(CLOSE_CODES.LIMIT_BROKEN, 'too many bytes');
    const text = isBinary || !Buffer.isBuffer(data) ? null : data.toString();
    if (text === PING) send(PONG);
    else if (text !== PONG) calls.take(text);
  });
  ws.once('close', () => {
    leaveRounds();
    calls.end();
    options.onClose(ending ?? 'peer');
    ending ??= 'cut';
  });

  return {
    login,
    end,
    askToReconnect() {
      if (ws.readyState === ws.OPEN) ws.send(RECONNECT);
    },
  };
}
