import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import { CLOSE_CODES, type CloseCode, type Connection } from './connections.ts';
import type { Context, Login } from './context.ts';
import { SocketCalls, type SocketCallsOptions, type SocketLine } from './SocketCalls.ts';
import type { RoundVisitor, RoundWaits, SocketRounds } from './socketRounds.ts';
import { TokenBucket } from './TokenBucket.ts';
import type { TransportLimits } from './transportLimits.ts';

/** What all sockets have in common. */
export interface GuardedSocketOptions extends SocketCallsOptions {
  limits: TransportLimits;
  rounds: SocketRounds;
  monotonicMs: () => number;
  logger: Logger;
  isLoginAlive(authSessionId: string): Promise<boolean>;
  /** Something is about to be written to the TCP connection. */
  beforeWrite(transport: Duplex): void;
  onClose(code: CloseCode | 'peer' | 'cut'): void;
}

/** A WebSocket and the TCP connection under it. */
export interface FreshSocket {
  ws: WebSocket;
  transport: Duplex;
}

const RECONNECT = JSON.stringify({ id: null, method: 'reconnect' });
/** As tRPC's client knows them; not a ping of WebSocket's own, which no script in a browser sees. */
const PING = 'PING';
const PONG = 'PONG';

const ignore = (): void => undefined;

/**
 * A socket under its limits: rate, bytes, age, a peer that is silent or does not read, a login that ends. A frame is
 * counted before it is carried out. A class, as everything is of which each socket has its own: with a closure for each
 * method an idle learner took a fifth more memory, and letting one in 7 % more time.
 */
export class GuardedSocket implements Connection, SocketLine, RoundVisitor {
  readonly login: Login;
  readonly #ws: WebSocket;
  readonly #transport: Duplex;
  readonly #options: GuardedSocketOptions;
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  readonly #calls: SocketCalls;
  #roundsSeen = 0;
  #roundsSilent = 0;
  /** Whether what waits for the peer may have grown since it was last looked at. */
  #hasAnswered = false;
  #ending: CloseCode | 'cut' | null = null;

  constructor(
    { ws, transport }: FreshSocket,
    context: Context & { login: Login },
    options: GuardedSocketOptions,
  ) {
    const { limits, monotonicMs } = options;
    this.login = context.login;
    this.#ws = ws;
    this.#transport = transport;
    this.#options = options;
    this.#messages = new TokenBucket(limits.messages, monotonicMs);
    this.#bytes = new TokenBucket(limits.bytes, monotonicMs);
    this.#calls = new SocketCalls(this, context, options);
    options.rounds.add(this);
    // An 'error' without a listener would end the process. ws sends the close code itself, and destroys the socket after closeMs.
    ws.on('error', ignore);
    ws.on('message', (data: RawData, isBinary) => this.#take(data, isBinary));
    ws.on('close', () => this.#onClose());
  }

  get isOpen(): boolean {
    return this.#ending === null && this.#ws.readyState === this.#ws.OPEN;
  }

  payForCalls(calls: number): boolean {
    if (this.#messages.take(calls)) return true;
    this.end(CLOSE_CODES.LIMIT_BROKEN, 'too many messages');
    return false;
  }

  send(text: string): void {
    this.#cutIfStalled();
    this.#options.beforeWrite(this.#transport);
    this.#hasAnswered = true;
    this.#ws.send(text);
  }

  end(code: CloseCode, reason: string): void {
    if (this.#ending !== null) return;
    this.#ending = code;
    this.#ws.close(code, reason);
    // Whoever floods is not read any further; the socket is destroyed when the closing handshake times out.
    if (code === CLOSE_CODES.LIMIT_BROKEN) this.#ws.pause();
  }

  askToReconnect(): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(RECONNECT);
  }

  visit(waits: RoundWaits): void {
    this.#roundsSeen += 1;
    this.#roundsSilent += 1;
    if (this.#hasAnswered) this.#cutIfStalled();
    if (this.#roundsSilent >= waits.ping + waits.pong) this.#cut();
    if (this.#ending !== null) return;
    if (this.#roundsSeen >= waits.age) this.end(CLOSE_CODES.RESTART, 'old');
    else if (this.#roundsSeen % waits.loginCheck === 0) void this.#checkLogin();
    if (this.#roundsSilent === waits.ping) this.#ws.send(PING);
  }

  #take(data: RawData, isBinary: boolean): void {
    this.#roundsSilent = 0;
    const size = Buffer.isBuffer(data) ? data.length : this.#options.limits.messageBytes;
    if (!this.payForCalls(1)) return;
    if (!this.#bytes.take(size)) return this.end(CLOSE_CODES.LIMIT_BROKEN, 'too many bytes');
    const text = isBinary || !Buffer.isBuffer(data) ? null : data.toString();
    if (text === PING) this.send(PONG);
    else if (text !== PONG) this.#calls.take(text);
  }

  #cut(): void {
    this.#ending ??= 'cut';
    this.#ws.terminate();
  }

  #cutIfStalled(): void {
    this.#hasAnswered = false;
    if (this.#ending === null && this.#ws.bufferedAmount > this.#options.limits.unsentBytes) this.#cut();
  }

  async #checkLogin(): Promise<void> {
    try {
      const isAlive = await this.#options.isLoginAlive(this.login.authSessionId);
      if (!isAlive) this.end(CLOSE_CODES.LOGIN_OVER, 'login over');
    } catch (error) {
      // A database that is away ends no calls; the next check will tell.
      this.#options.logger.warn({ err: error }, 'a login could not be checked');
    }
  }

  #onClose(): void {
    this.#options.rounds.remove(this);
    this.#calls.end();
    this.#options.onClose(this.#ending ?? 'peer');
    this.#ending ??= 'cut';
  }
}
