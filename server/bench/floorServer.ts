import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/**
 * A program of its own: the least that a relay in Node can cost. `raw` forwards bytes unseen; `json` reads, checks and
 * writes anew; `json-ack` also answers the sender, as tRPC always does, and so is the floor to be measured against;
 * `json-stream` is only connected to, and answers the opening of an event stream by two frames: that it has begun, and
 * a first event as long as the product's, built for each user anew. It knows nobody and looks nobody up. Users come as `/?user=N` and talk to N ^ 1.
 */
const mode = process.argv[2];

interface Frame {
  id: number;
  params: { path: string; input: { sessionId: string; signals: object[] } };
}

const isFrame = (value: unknown): value is Frame => {
  if (typeof value !== 'object' || value === null) return false;
  const { id, params } = value as Partial<Frame>;
  return (
    typeof id === 'number' &&
    params?.path === 'session.signal' &&
    typeof params.input.sessionId === 'string' &&
    Array.isArray(params.input.signals) &&
    params.input.signals.every((signal) => typeof signal === 'object')
  );
};

const sockets = new Map<number, WebSocket>();
const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  maxPayload: 64 * 1024,
  perMessageDeflate: false,
});

function relay(sender: WebSocket, partner: WebSocket | undefined, data: Buffer): void {
  if (mode === 'raw') {
    partner?.send(data, { binary: false });
    return;
  }
  const frame: unknown = JSON.parse(data.toString());
  if (!isFrame(frame)) return;
  const { sessionId, signals } = frame.params.input;
  partner?.send(JSON.stringify({ type: 'signal', sessionId, signals }));
  if (mode === 'json-ack') sender.send(JSON.stringify({ id: frame.id, result: { data: { ok: true } } }));
}

/** As long as the product's answers of that kind. */
function beginStream(socket: WebSocket, data: Buffer): void {
  const { id, method } = JSON.parse(data.toString()) as { id: number; method: string };
  if (method !== 'subscription') return;
  const now = new Date().toISOString();
  const queue = {
    state: 'idle',
    mode: null,
    joinedAt: null,
    tolerance: null,
    nextRoundAt: now,
    roundMs: 20_000,
    waiting: { roulette: 0, level: 0 },
    online: sockets.size,
    estimatedWaitMs: null,
    sessionId: null,
  };
  const event = { type: 'snapshot', queue, session: null, serverTime: now };
  socket.send(JSON.stringify({ id, jsonrpc: '2.0', result: { type: 'started' } }));
  const result = { type: 'data', id: 'floor:0', data: { id: 'floor:0', data: event } };
  socket.send(JSON.stringify({ id, jsonrpc: '2.0', result }));
}

server.on('connection', (socket, request) => {
  const user = Number(new URL(request.url ?? '/', 'http://floor').searchParams.get('user'));
  sockets.set(user, socket);
  socket.on('message', (data: Buffer) => {
    if (mode === 'json-stream') beginStream(socket, data);
    else relay(socket, sockets.get(user ^ 1), data);
  });
  socket.on('close', () => sockets.delete(user));
});

// As the product does: whoever does not answer a ping is gone.
setInterval(() => {
  for (const socket of sockets.values()) socket.ping();
}, 20_000).unref();

await once(server, 'listening');
process.send?.({ port: (server.address() as AddressInfo).port });
process.once('disconnect', () => process.exit(0));
