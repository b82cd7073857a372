import { once } from 'node:events';
import { connect } from 'node:tls';

/** What a server and a caller agree on, e.g. `TLSv1.3 h2`. Rejects when they do not. @param options of node:tls */
export async function greetTls(port: number, options: object): Promise<string> {
  const place = { host: '127.0.0.1', port, servername: 'example.org', rejectUnauthorized: false };
  const socket = connect({ ...place, ...options });
  try {
    await once(socket, 'secureConnect');
    return `${socket.getProtocol()} ${socket.alpnProtocol}`;
  } finally {
    socket.destroy();
  }
}
