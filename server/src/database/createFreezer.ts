import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a database that can go mute, as when its machine hangs: connections stay, and nothing comes through. */
export async function createFreezer(target: URL) {
  const sockets: Socket[] = [];
  let isFrozen = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
    near.pipe(far).pipe(near);
    if (isFrozen) freezeSocket(near);
  });
  const freezeSocket = (socket: Socket) => {
    socket.unpipe();
    socket.pause();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  return {
    url: url.href,
    freeze() {
      isFrozen = true;
      sockets.forEach(freezeSocket);
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets.splice(0)) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
