import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { messageBytes } from './stunMessage.ts';

/** Carries whole STUN messages to one server. */
export interface TurnTransport {
  /** Over TCP and TLS nothing gets lost on the way: asking twice would only be answered twice. */
  readonly isReliable: boolean;
  send(message: Buffer): void;
  onMessage(listener: (message: Buffer) => void): void;
  close(): void;
}

export interface TurnPlace {
  protocol: 'udp' | 'tcp' | 'tls';
  host: string;
  port: number;
  /** Of TLS, as the browser sends it. */
  serverName?: string;
  /** Refuse what a browser would refuse. Left out by tests, which sign their own. */
  checksCertificate?: boolean;
}

const CONNECT_MS = 5_000;

export async function openTurnTransport(place: TurnPlace): Promise<TurnTransport> {
  return place.protocol === 'udp' ? openUdp(place) : openStream(place);
}

async function openUdp({ host, port }: TurnPlace): Promise<TurnTransport> {
  const socket = createSocket('udp4');
  // A port that nobody listens on yet answers with an ICMP error; the sender asks again.
  socket.on('error', () => {});
  socket.bind(0);
  await once(socket, 'listening');
  return {
    isReliable: false,
    send: (message) => socket.send(message, port, host),
    onMessage: (listener) => void socket.on('message', listener),
    close: () => void socket.close(),
  };
}

async function openStream(place: TurnPlace): Promise<TurnTransport> {
  const { protocol, host, port, serverName, checksCertificate = false } = place;
  const socket: Socket =
    protocol === 'tls'
      ? connectTls({
          host,
          port,
          rejectUnauthorized: checksCertificate,
          ...(serverName && { servername: serverName }),
        })
      : connectTcp({ host, port });
  socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error('no connection within 5 s')));
  await once(socket, protocol === 'tls' ? 'secureConnect' : 'connect');
  socket.setTimeout(0);
  socket.on('error', () => socket.destroy());
  return {
    isReliable: true,
    send: (message) => void socket.write(message),
    onMessage(listener) {
      let rest: Buffer = Buffer.alloc(0);
      socket.on('data', (chunk: Buffer) => {
        rest = Buffer.concat([rest, chunk]);
        for (;;) {
          const length = messageBytes(rest);
          if (length === null || rest.length < length) return;
          listener(rest.subarray(0, length));
          rest = rest.subarray(length);
        }
      });
    },
    close: () => void socket.destroy(),
  };
}
