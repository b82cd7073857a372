import { createWSClient, TRPCClientError, wsLink } from '@trpc/client';
import type { TRPCLink, TRPCWebSocketClient } from '@trpc/client';
import type { AppRouter } from '@suhbatdosh/server';
import type { Clock } from './Clock.ts';
import { createTurnstile } from './createTurnstile.ts';
import { decideProbe } from './decideProbe.ts';
import type { LinkView, NetworkHint } from './decideProbe.ts';
import { attemptAfterClose, reconnectDelayMs } from './reconnectDelay.ts';
import type { CutKind } from './reconnectDelay.ts';
import { createResilientSocket } from './resilientSocket.ts';

/**
 * A dead path is noticed within the sum of these and the 300 ms that a close may take: about eight seconds, so that
 * there is time to come back before a place in the queue, which is kept for fifteen, is gone.
 */
const PING_AFTER_MS = 4_500;
const PONG_WITHIN_MS = 3_000;
/** The same when there is reason to doubt. */
const PROBE_WITHIN_MS = 2_000;
/** The upgrade is refused without a reason that a script may see; after this many times in a row somebody should ask over HTTP. */
const DOUBT_EVERY_ATTEMPTS = 3;

const LOGIN_ENDED = 4401;
const SERVICE_RESTART = 1012;

export interface Socket {
  /** Where tRPC sends what belongs on the socket; refused at once while the socket is closed. */
  readonly link: TRPCLink<AppRouter>;
  open(): void;
  close(): void;
  hint(hint: NetworkHint): void;
}

interface SocketOptions {
  url: string;
  WebSocket: typeof WebSocket;
  clock: Clock;
  random: () => number;
  /** The server closed because this login is over; the socket stays closed. */
  onLoginEnded: () => void;
  /** The server cannot be reached or will not have us; the socket goes on trying. */
  onDoubt: () => void;
}

/** The one WebSocket with its reconnecting: tRPC decides when it is needed, this file when it may try. */
export function createSocket(options: SocketOptions): Socket {
  const { clock } = options;
  const turnstile = createTurnstile(clock);
  let client: TRPCWebSocketClient | null = null;
  let toWire: ReturnType<TRPCLink<AppRouter>> | null = null;
  let attempt = 0;
  let cutKind: CutKind = 'cut';
  let isFirst = true;
  let openedAt: number | null = null;
  let openingSince = 0;
  let heardAt = 0;

  const WebSocket = createResilientSocket(options.WebSocket, clock, () => {
    heardAt = clock.now();
  });

  const waitForTurn = async (): Promise<string> => {
    await turnstile.pass(isFirst ? 0 : reconnectDelayMs(attempt, cutKind, options.random()));
    isFirst = false;
    openingSince = clock.now();
    return options.url;
  };

  const view = (): LinkView => {
    if (client === null) return { phase: 'closed' };
    if (turnstile.isWaiting()) return { phase: 'waiting' };
    if (openedAt === null) return { phase: 'opening', forMs: clock.now() - openingSince };
    return { phase: 'open', silentForMs: clock.now() - heardAt };
  };

  const probe = (): void => {
    const link = client?.connection;
    if (link?.state !== 'open') return;
    const askedAt = clock.now();
    heardAt = Math.min(heardAt, askedAt - 1);
    link.ws.send('PING');
    clock.after(PROBE_WITHIN_MS, () => {
      if (heardAt < askedAt) link.ws.close();
    });
  };

  const close = (): void => {
    const closing = client;
    client = null;
    toWire = null;
    turnstile.shut();
    // tRPC waits for answers that are under way before it closes; closing the socket itself fails them now.
    void closing?.close();
    closing?.connection?.ws.close();
  };

  const onClose = (code: number | undefined): void => {
    if (code === LOGIN_ENDED) {
      close();
      options.onLoginEnded();
      return;
    }
    // The server asked for a change of sockets, and this is only the one that was replaced.
    if (client?.connection?.state === 'open') return;
    attempt = attemptAfterClose(attempt, openedAt === null ? null : clock.now() - openedAt);
    cutKind = code === SERVICE_RESTART ? 'server_restart' : 'cut';
    openedAt = null;
    if (attempt % DOUBT_EVERY_ATTEMPTS === 0 && attempt > 0) options.onDoubt();
  };

  return {
    link: (runtime) => {
      let madeFor: TRPCWebSocketClient | null = null;
      return (operation) => {
        if (client === null) throw new TRPCClientError('The socket is closed');
        if (toWire === null || madeFor !== client) {
          madeFor = client;
          toWire = wsLink<AppRouter>({ client })(runtime);
        }
        return toWire(operation);
      };
    },
    open() {
      if (client !== null) return;
      attempt = 0;
      isFirst = true;
      openedAt = null;
      const opened = createWSClient({
        url: waitForTurn,
        WebSocket,
        retryDelayMs: () => 0,
        keepAlive: { enabled: true, intervalMs: PING_AFTER_MS, pongTimeoutMs: PONG_WITHIN_MS },
        onOpen() {
          openedAt = clock.now();
          heardAt = clock.now();
        },
        onClose: (event) => {
          if (client === opened) onClose(event?.code);
        },
      });
      client = opened;
    },
    close,
    hint(hint) {
      const decision = decideProbe(hint, view());
      switch (decision) {
        case 'nothing':
          return;
        case 'hurry':
          turnstile.hurry();
          return;
        case 'abandon':
          isFirst = true;
          client?.connection?.ws.close();
          return;
        case 'probe':
          probe();
          return;
        default:
          decision satisfies never;
      }
    },
  };
}
