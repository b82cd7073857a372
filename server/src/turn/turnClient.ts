import { createHash } from 'node:crypto';
import {
  ATTRIBUTE,
  METHOD,
  decodeAddress,
  decodeReply,
  encodeAddress,
  encodeRequest,
  newTransactionId,
  type Attribute,
  type SocketAddress,
  type StunReply,
} from './stunMessage.ts';
import type { TurnCredential } from './timeLimitedCredential.ts';
import { openTurnTransport, type TurnPlace } from './turnTransport.ts';

export type Allocation =
  | { isGranted: true; relayed: SocketAddress; mapped: SocketAddress }
  | { isGranted: false; errorCode: number };

/** Asks a TURN server what it would do. Never sends anything to a peer: permissions are asked for and not used. */
export interface TurnClient {
  /** A Binding request, without a credential; resolves with the address that the server sees. */
  bind(): Promise<SocketAddress>;
  /** @param options.transport number of an IP protocol: 17 UDP, 6 TCP */
  allocate(options?: { family?: 4 | 6; transport?: 6 | 17 }): Promise<Allocation>;
  /** After `allocate` only. null: granted. Else why not, e.g. 403. */
  createPermission(peerAddress: string): Promise<number | null>;
  /** Name of the software, if any reply so far gave it. */
  software(): string | null;
  /** Gives the relay back and closes the connection. */
  close(): Promise<void>;
}

/** RFC 8489, 6.2.1, with a shorter first wait: given up after 9.5 s. */
const FIRST_WAIT_MS = 100;
const TRIES = 8;

/** @param credential null: asks without one */
export async function openTurnClient(
  place: TurnPlace,
  credential: TurnCredential | null,
): Promise<TurnClient> {
  const transport = await openTurnTransport(place);
  const waiting = new Map<string, (reply: StunReply) => void>();
  let software: string | null = null;
  let challenge: { realm: Buffer; nonce: Buffer } | null = null;

  transport.onMessage((bytes) => {
    const reply = decodeReply(bytes);
    if (reply === null) return;
    software ??= reply.attributes.get(ATTRIBUTE.SOFTWARE)?.toString() ?? null;
    const id = reply.transactionId.toString('hex');
    waiting.get(id)?.(reply);
    waiting.delete(id);
  });

  const exchange = (id: Buffer, bytes: Buffer): Promise<StunReply> =>
    new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout;
      waiting.set(id.toString('hex'), (reply) => {
        clearTimeout(timer);
        resolve(reply);
      });
      const attempt = (number: number): void => {
        if (number === TRIES) {
          waiting.delete(id.toString('hex'));
          reject(new Error(`no answer from ${place.protocol} ${place.host}:${place.port}`));
          return;
        }
        if (number === 0 || !transport.isReliable) transport.send(bytes);
        timer = setTimeout(() => attempt(number + 1), FIRST_WAIT_MS * 2 ** Math.min(number, 4));
      };
      attempt(0);
    });

  const ask = (method: number, attributesFor: (id: Buffer) => readonly Attribute[]): Promise<StunReply> => {
    const transactionId = newTransactionId();
    const login =
      challenge === null || credential === null
        ? null
        : {
            key: createHash('md5')
              .update(`${credential.username}:${challenge.realm.toString()}:${credential.credential}`)
              .digest(),
            attributes: [
              { type: ATTRIBUTE.USERNAME, value: Buffer.from(credential.username) },
              { type: ATTRIBUTE.REALM, value: challenge.realm },
              { type: ATTRIBUTE.NONCE, value: challenge.nonce },
            ],
          };
    const attributes = [...attributesFor(transactionId), ...(login?.attributes ?? [])];
    const { bytes } = encodeRequest({ method, transactionId, attributes, key: login?.key ?? null });
    return exchange(transactionId, bytes);
  };

  /** The first answer is a challenge (401 with realm and nonce); the second is meant. */
  const askWithLogin = async (
    method: number,
    attributesFor: (id: Buffer) => readonly Attribute[],
  ): Promise<StunReply> => {
    const reply = await ask(method, attributesFor);
    const realm = reply.attributes.get(ATTRIBUTE.REALM);
    const nonce = reply.attributes.get(ATTRIBUTE.NONCE);
    if (challenge !== null || credential === null || !realm || !nonce) return reply;
    challenge = { realm, nonce };
    return ask(method, attributesFor);
  };

  const addressIn = (reply: StunReply, type: number): SocketAddress => {
    const value = reply.attributes.get(type);
    if (value === undefined) throw new Error(`the reply (error ${reply.errorCode}) has no attribute ${type}`);
    return decodeAddress(value, reply.transactionId);
  };

  return {
    bind: async () => addressIn(await ask(METHOD.BINDING, () => []), ATTRIBUTE.XOR_MAPPED_ADDRESS),
    async allocate({ family = 4, transport: protocol = 17 } = {}) {
      const wanted = { type: ATTRIBUTE.REQUESTED_TRANSPORT, value: Buffer.from([protocol, 0, 0, 0]) };
      const inIpv6 = { type: ATTRIBUTE.REQUESTED_ADDRESS_FAMILY, value: Buffer.from([2, 0, 0, 0]) };
      const reply = await askWithLogin(METHOD.ALLOCATE, () => (family === 6 ? [wanted, inIpv6] : [wanted]));
      if (reply.errorCode !== null) return { isGranted: false, errorCode: reply.errorCode };
      return {
        isGranted: true,
        relayed: addressIn(reply, ATTRIBUTE.XOR_RELAYED_ADDRESS),
        mapped: addressIn(reply, ATTRIBUTE.XOR_MAPPED_ADDRESS),
      };
    },
    async createPermission(address) {
      const reply = await askWithLogin(METHOD.CREATE_PERMISSION, (id) => [
        { type: ATTRIBUTE.XOR_PEER_ADDRESS, value: encodeAddress({ address, port: 9 }, id) },
      ]);
      return reply.errorCode;
    },
    software: () => software,
    async close() {
      // Lifetime 0 ends the allocation; without one it is refused, which is as good.
      const atOnce = { type: ATTRIBUTE.LIFETIME, value: Buffer.alloc(4) };
      if (challenge !== null) await ask(METHOD.REFRESH, () => [atOnce]).catch(() => {});
      transport.close();
    },
  };
}
