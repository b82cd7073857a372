import { once } from 'node:events';
import { WebSocket } from 'ws';
import { mutation, subscription } from './frames.ts';
import type { Door } from './Target.ts';

/** The server allows so many sockets of one address; all of 127.0.0.0/8 is this machine (Linux). */
const SOCKETS_PER_ADDRESS = 150;

interface Incoming {
  id?: number | null;
  error?: { data?: { code?: string; appCode?: string } };
  result?: { data?: { data?: { type?: string; session?: { id?: string } | null } } };
}

export interface BenchUser {
  readonly index: number;
  readonly socket: WebSocket;
  sessionId: string;
  sentSinceOffer: number;
  nextId: number;
  /** The next frame that `isMeant`; frames before it are dropped. Only while nothing is measured. */
  waitFor(isMeant: (frame: Incoming) => boolean): Promise<Incoming>;
}

/** @param index decides on the local address too */
export async function connectUser(index: number, door: Door): Promise<BenchUser> {
  const localAddress = `127.0.${1 + Math.floor(index / SOCKETS_PER_ADDRESS)}.1`;
  const socket = new WebSocket(door.url, { headers: door.headers, localAddress, perMessageDeflate: false });
  const opened = once(socket, 'open');
  await opened;
  // As tRPC's client does; whoever does not answer is cut off within half a minute.
  socket.on('message', (data: Buffer) => {
    if (data.length === 4 && data.toString() === 'PING') socket.send('PONG');
  });
  return {
    index,
    socket,
    sessionId: '00000000-0000-7000-8000-000000000000',
    sentSinceOffer: 0,
    nextId: 10,
    waitFor: (isMeant) =>
      new Promise((resolve, reject) => {
        const look = (data: Buffer): void => {
          const text = data.toString();
          if (text === 'PING' || text === 'PONG') return;
          const frame = JSON.parse(text) as Incoming;
          if (!isMeant(frame)) return;
          stop();
          resolve(frame);
        };
        const fail = (): void => reject(new Error(`user ${index} was cut off`));
        const stop = (): void => {
          socket.off('message', look);
          socket.off('close', fail);
        };
        socket.on('message', look);
        socket.once('close', fail);
      }),
  };
}

const typeOf = (frame: Incoming): string | undefined => frame.result?.data?.data?.type;

/** Opens the device's event stream, and waits until the server has said where it stands. */
export async function openStream(user: BenchUser): Promise<void> {
  const snapshot = user.waitFor((frame) => typeOf(frame) === 'snapshot');
  user.socket.send(
    subscription({ id: 1, path: 'events.stream', input: { deviceId: `bench-${user.index}` } }),
  );
  await snapshot;
}

/** @throws when the server refuses it */
async function call(user: BenchUser, path: string, input: unknown): Promise<void> {
  const id = user.nextId++;
  const answered = user.waitFor((frame) => frame.id === id);
  user.socket.send(mutation({ id, path, input }));
  const { error } = await answered;
  if (error !== undefined) throw new Error(`${path} was refused: ${JSON.stringify(error)}`);
}

/** Two who join at one level meet at once; both then say that they hear each other, so that the session stays. */
export async function meet(first: BenchUser, second: BenchUser): Promise<void> {
  const pair = [first, second];
  const matched = pair.map((user) => user.waitFor((frame) => typeOf(frame) === 'matched'));
  for (const user of pair) {
    await call(user, 'queue.join', { mode: 'level', deviceId: `bench-${user.index}` });
  }
  for (const [side, user] of pair.entries()) {
    const frame = await matched[side];
    user.sessionId = frame?.result?.data?.data?.session?.id ?? '';
  }
  const heard = pair.map((user) => user.waitFor((frame) => typeOf(frame) === 'partner_state'));
  for (const user of pair)
    await call(user, 'session.connected', { sessionId: user.sessionId, path: 'direct' });
  await Promise.all(heard);
}
