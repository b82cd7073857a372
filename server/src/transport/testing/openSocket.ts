import { once } from 'node:events';
import { WebSocket } from 'ws';
import { ORIGIN } from './startTestServer.ts';

export interface Reply {
  id: number | string | null;
  method?: string;
  result?: { type: string; data?: unknown; id?: string };
  error?: { code: number; message: string; data: Record<string, unknown> };
}

export interface TestSocket {
  ws: WebSocket;
  call(message: Record<string, unknown> | readonly unknown[]): void;
  send(frame: string | Buffer): void;
  /** The next message that was not taken yet. */
  next(): Promise<Reply>;
  /** Resolves with the close code. */
  closed: Promise<number>;
}

/** A raw client that speaks tRPC's frames by hand; rejects with the HTTP status when refused. */
export async function openSocket(
  port: number,
  session = 'ann',
  headers: Record<string, string> = {},
): Promise<TestSocket> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/trpc`, {
    origin: ORIGIN,
    headers: { cookie: `session=${session}`, ...headers },
  });
  const replies: Reply[] = [];
  const waiting: ((reply: Reply) => void)[] = [];
  ws.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text === 'PING' || text === 'PONG') return;
    const reply = JSON.parse(text) as Reply;
    const first = waiting.shift();
    if (first) first(reply);
    else replies.push(reply);
  });
  const closed = new Promise<number>((resolve) => ws.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve);
    ws.once('unexpected-response', (_request, response) => {
      reject(new Error(String(response.statusCode)));
      response.resume();
    });
    ws.once('error', reject);
  });
  ws.on('error', () => undefined);
  return {
    ws,
    closed,
    call: (message) => ws.send(JSON.stringify(message)),
    send: (frame) => ws.send(frame),
    next: () => {
      const first = replies.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** A query as tRPC's client writes it. */
export const aQuery = (id: number, path: string, input?: unknown) => ({
  id,
  method: 'query',
  params: { path, input },
});

export const aMutation = (id: number, path: string, input?: unknown) => ({
  ...aQuery(id, path, input),
  method: 'mutation',
});

export const aSubscription = (id: number, path: string, input?: unknown) => ({
  ...aQuery(id, path, input),
  method: 'subscription',
});

export async function closeSocket({ ws }: TestSocket): Promise<void> {
  if (ws.readyState === ws.CLOSED) return;
  ws.terminate();
  await once(ws, 'close');
}
