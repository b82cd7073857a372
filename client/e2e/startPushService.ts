import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aPushDevice, type PushDevice } from '../../server/src/testing/aPushDevice.ts';
import { verifyVapid } from '../../server/src/testing/verifyVapid.ts';

export interface ReceivedPush {
  /** The key that signed it; a push whose signature is wrong is not received. */
  publicKey: string;
  /** What the browser would hand to its worker. */
  text: string;
  headers: Record<string, string | string[] | undefined>;
}

export interface PushService {
  port: number;
  device: PushDevice;
  received: readonly ReceivedPush[];
  stop(): void;
}

/** A push service on this machine with one browser subscribed to it: checks who sends, and reads what is sealed. */
export async function startPushService(): Promise<PushService> {
  const device = aPushDevice();
  const received: ReceivedPush[] = [];
  const { pathname, origin } = new URL(device.subscription.endpoint);

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.method !== 'POST' || request.url !== pathname) return response.writeHead(404).end();
      try {
        const { claims, publicKey } = verifyVapid(request.headers.authorization ?? '');
        const isFresh = claims.exp * 1000 > Date.now() && claims.exp * 1000 < Date.now() + 24 * 3_600_000;
        if (claims.aud !== origin || !isFresh) return response.writeHead(403).end();
        const text = JSON.stringify(device.read(Buffer.concat(parts)));
        received.push({ publicKey, text, headers: request.headers });
        return response.writeHead(201).end();
      } catch {
        return response.writeHead(403).end();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, device, received, stop: () => void server.close() };
}
