import { createHmac, randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** STUN messages (RFC 8489) and the attributes of TURN (RFC 8656) that asking for a relay needs. */

const MAGIC_COOKIE = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;

export const METHOD = { BINDING: 0x001, ALLOCATE: 0x003, REFRESH: 0x004, CREATE_PERMISSION: 0x008 } as const;

export const ATTRIBUTE = {
  USERNAME: 0x0006,
  MESSAGE_INTEGRITY: 0x0008,
  ERROR_CODE: 0x0009,
  LIFETIME: 0x000d,
  XOR_PEER_ADDRESS: 0x0012,
  REALM: 0x0014,
  NONCE: 0x0015,
  XOR_RELAYED_ADDRESS: 0x0016,
  REQUESTED_ADDRESS_FAMILY: 0x0017,
  REQUESTED_TRANSPORT: 0x0019,
  XOR_MAPPED_ADDRESS: 0x0020,
  SOFTWARE: 0x8022,
} as const;

export interface Attribute {
  type: number;
  value: Buffer;
}

export interface StunRequest {
  transactionId: Buffer;
  bytes: Buffer;
}

export interface StunReply {
  transactionId: Buffer;
  /** null: success. Else class and number, e.g. 401. */
  errorCode: number | null;
  attributes: ReadonlyMap<number, Buffer>;
}

export interface SocketAddress {
  address: string;
  port: number;
}

/** Twelve random bytes; an IPv6 address inside a message is masked with them, so they are chosen before the attributes. */
export const newTransactionId = (): Buffer => randomBytes(12);

/** @param options.key signs the request (MESSAGE-INTEGRITY); null leaves it unsigned */
export function encodeRequest(options: {
  method: number;
  transactionId: Buffer;
  attributes: readonly Attribute[];
  key: Buffer | null;
}): StunRequest {
  const { method, transactionId, attributes, key } = options;
  const header = (bodyBytes: number): Buffer => {
    const start = Buffer.alloc(4);
    start.writeUInt16BE(method, 0);
    start.writeUInt16BE(bodyBytes, 2);
    return Buffer.concat([start, MAGIC_COOKIE, transactionId]);
  };
  const body = Buffer.concat(attributes.map(encodeAttribute));
  if (key === null) return { transactionId, bytes: Buffer.concat([header(body.length), body]) };
  // The length that is signed already counts the signature (RFC 8489, 14.5).
  const signedHeader = header(body.length + INTEGRITY_BYTES);
  const signature = createHmac('sha1', key)
    .update(Buffer.concat([signedHeader, body]))
    .digest();
  const integrity = encodeAttribute({ type: ATTRIBUTE.MESSAGE_INTEGRITY, value: signature });
  return { transactionId, bytes: Buffer.concat([signedHeader, body, integrity]) };
}

/** null: not a whole STUN reply. */
export function decodeReply(bytes: Buffer): StunReply | null {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(4, 8).equals(MAGIC_COOKIE)) return null;
  const isReply = (bytes.readUInt16BE(0) & 0x0100) !== 0;
  if (!isReply || bytes.length !== messageBytes(bytes)) return null;
  const attributes = new Map<number, Buffer>();
  for (let at = HEADER_BYTES; at + 4 <= bytes.length;) {
    const length = bytes.readUInt16BE(at + 2);
    attributes.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length + padding(length);
  }
  const error = attributes.get(ATTRIBUTE.ERROR_CODE);
  return {
    transactionId: bytes.subarray(8, HEADER_BYTES),
    errorCode: error === undefined ? null : error.readUInt8(2) * 100 + error.readUInt8(3),
    attributes,
  };
}

/** How long the message is whose header these bytes begin with; null: the header is not whole yet. */
export function messageBytes(bytes: Buffer): number | null {
  return bytes.length < 4 ? null : HEADER_BYTES + bytes.readUInt16BE(2);
}

/** XOR-PEER-ADDRESS and its like: family, port and address, masked so that no NAT on the way rewrites them. */
export function encodeAddress({ address, port }: SocketAddress, transactionId: Buffer): Buffer {
  const bytes = isIPv6(address) ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number));
  const head = Buffer.from([0, bytes.length === 16 ? 2 : 1, 0, 0]);
  head.writeUInt16BE(port ^ MAGIC_COOKIE.readUInt16BE(0), 2);
  return Buffer.concat([head, masked(bytes, transactionId)]);
}

/** Of an IPv4 address; the relay under test has no other. */
export function decodeAddress(value: Buffer, transactionId: Buffer): SocketAddress {
  return {
    address: [...masked(value.subarray(4, 8), transactionId)].join('.'),
    port: value.readUInt16BE(2) ^ MAGIC_COOKIE.readUInt16BE(0),
  };
}

function encodeAttribute({ type, value }: Attribute): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(padding(value.length))]);
}

const padding = (length: number): number => (4 - (length % 4)) % 4;

function masked(bytes: Buffer, transactionId: Buffer): Buffer {
  const mask = Buffer.concat([MAGIC_COOKIE, transactionId]);
  return Buffer.from(bytes.map((byte, at) => byte ^ mask.readUInt8(at)));
}

/** The URL parser writes every form of an IPv6 address, dotted ones too, as groups of hexadecimal digits. */
function ipv6Bytes(address: string): Buffer {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail = ''] = canonical.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [left, right] = [groups(head), groups(tail)];
  const bytes = Buffer.alloc(16);
  for (const [at, group] of left.entries()) bytes.writeUInt16BE(group, at * 2);
  for (const [at, group] of right.entries()) bytes.writeUInt16BE(group, (8 - right.length + at) * 2);
  return bytes;
}
