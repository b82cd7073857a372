import { createPrivateKey, sign } from 'node:crypto';

/** A pair of P-256 keys that names this server to push services (RFC 8292), in base64url. */
export interface VapidKeyPair {
  /** The uncompressed point, 65 bytes; what browsers subscribe with. */
  publicKey: string;
  /** The scalar, 32 bytes. */
  privateKey: string;
}

export interface VapidIdentity extends VapidKeyPair {
  /** Whom a push service can write to: `mailto:` or `https:`. */
  subject: string;
}

/** RFC 8292, 2 allows 24 hours; a server whose clock is ahead stays below that. */
const VALID_SECONDS = 12 * 3600;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The Authorization header for one push service. @param now milliseconds since 1970 */
export function vapidHeader(audience: string, identity: VapidIdentity, now: number): string {
  const claims = { aud: audience, exp: Math.floor(now / 1000) + VALID_SECONDS, sub: identity.subject };
  const unsigned = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode(claims)}`;
  const point = Buffer.from(identity.publicKey, 'base64url');
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: identity.privateKey,
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const signature = sign('sha256', Buffer.from(unsigned), { key, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${unsigned}.${signature.toString('base64url')}, k=${identity.publicKey}`;
}
