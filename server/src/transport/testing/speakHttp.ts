import { request } from 'node:http';
import { connect } from 'node:net';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** A request as given: unlike `fetch`, may set Origin, Host and the like, and takes no path for wrong. */
export function speak(
  port: number,
  options: { method?: string; path: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', path, headers = {} } = options;
    const call = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    call.on('error', reject);
    call.end(options.body);
  });
}

/** Bytes on a bare socket; resolves with everything that came back when the server closes it. */
export function sendRaw(port: number, ...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

/** The request that opens a WebSocket, with any part replaced. */
export function upgradeRequest(
  parts: {
    url?: string;
    host?: string;
    origin?: string | null;
    cookie?: string | null;
    key?: string | null;
  } = {},
): string {
  const { url = '/trpc', host = 'app.test', origin = 'http://app.test:3000', cookie = 'session=ann' } = parts;
  const key = parts.key === undefined ? 'dGhlIHNhbXBsZSBub25jZQ==' : parts.key;
  return [
    `GET ${url} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    ...(key === null ? [] : [`Sec-WebSocket-Key: ${key}`]),
    ...(origin === null ? [] : [`Origin: ${origin}`]),
    ...(cookie === null ? [] : [`Cookie: ${cookie}`]),
    '\r\n',
  ].join('\r\n');
}
