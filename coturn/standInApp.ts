import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';

export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
}

/** As much of the app as nginx can tell from the app: paths, headers, a WebSocket that echoes. */
export interface StandInApp {
  address: string;
  port: number;
  seen: SeenRequest[];
  stop(): void;
}

export const APP_HEADERS = {
  'content-security-policy': "default-src 'none'",
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
} as const;

/** Fixed by RFC 6455, 1.3. */
const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** @param port 0: any; replicas of one app need the same one at different addresses */
export async function runStandInApp(address: string, port: number): Promise<StandInApp> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    seen.push({ method: request.method ?? '', url, headers: request.headers });
    request.resume();
    for (const [name, value] of Object.entries(APP_HEADERS)) response.setHeader(name, value);
    response.setHeader('x-answered-by', address);
    if (url === '/die') request.socket.destroy();
    else if (url === '/draining') response.writeHead(503, { 'retry-after': '2' }).end('SHUTTING_DOWN');
    else if (url === '/assets/app.js') {
      const headers = { 'content-encoding': 'br', 'cache-control': 'public, max-age=31536000, immutable' };
      response.writeHead(200, { ...headers, vary: 'Accept-Encoding' }).end('compressed');
    } else if (url.startsWith('/assets/'))
      response.writeHead(404, { 'cache-control': 'no-store' }).end('Not found\n');
    else response.writeHead(200, { 'cache-control': 'no-cache' }).end('page');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket) => {
    seen.push({ method: 'UPGRADE', url: request.url ?? '', headers: request.headers });
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1')
      .update(key + WEBSOCKET_GUID)
      .digest('base64');
    const lines = [
      '101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
    ];
    socket.write(`HTTP/1.1 ${lines.join('\r\n')}\r\n\r\n`);
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  server.listen(port, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has a port');
  return {
    address,
    port: bound.port,
    seen,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
