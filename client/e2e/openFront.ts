import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A proxy in front of the server, as nginx is, in which a test can make an answer another release's. */
export interface Front {
  origin: string;
  /** Where the server is. */
  lead(serverOrigin: string): void;
  /** From now on every answer has these headers. */
  setHeaders(headers: Record<string, string>): void;
  /** From now on the service worker is another one, as after a deploy. */
  deploy(release: string): void;
  close(): Promise<void>;
}

export async function openFront(): Promise<Front> {
  let target = new URL('http://127.0.0.1:1');
  let headers: Record<string, string> = {};
  let release = '';
  const pass = (asked: IncomingMessage) =>
    request({ ...urlOf(target), path: asked.url, method: asked.method, headers: asked.headers });

  const server = createServer((asked, answer) => {
    const isWorker = asked.url === '/sw.js';
    // The worker is changed below, so it is wanted whole and plain.
    if (isWorker) {
      for (const name of ['accept-encoding', 'if-none-match', 'if-modified-since'])
        delete asked.headers[name];
    }
    const onwards = pass(asked);
    onwards.on('response', (got) => {
      const own = { ...got.headers, ...headers };
      if (isWorker) delete own['content-length'];
      answer.writeHead(got.statusCode ?? 502, own);
      if (isWorker) got.on('end', () => answer.end(`\n// ${release}`));
      got.pipe(answer, { end: !isWorker });
    });
    onwards.on('error', () => answer.destroy());
    asked.pipe(onwards);
  });
  server.on('upgrade', (asked: IncomingMessage, socket, head) => {
    const onwards = connect(Number(target.port), target.hostname);
    const lines = asked.rawHeaders.flatMap((text, at) =>
      at % 2 === 0 ? [`${text}: ${asked.rawHeaders[at + 1]}`] : [],
    );
    onwards.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    onwards.write(head);
    socket.pipe(onwards).pipe(socket);
    for (const [end, other] of [
      [socket, onwards],
      [onwards, socket],
    ] as const) {
      end.on('error', () => other.destroy());
      end.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    origin: `http://127.0.0.1:${port}`,
    lead(serverOrigin) {
      target = new URL(serverOrigin);
    },
    setHeaders(next) {
      headers = next;
    },
    deploy(next) {
      release = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const urlOf = ({ hostname, port }: URL) => ({ host: hostname, port });
