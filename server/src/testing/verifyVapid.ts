import { createPublicKey, verify } from 'node:crypto';

interface VapidClaims {
  aud: string;
  exp: number;
  sub: string;
}

/** What a push service does with the Authorization header of RFC 8292. @throws when the signature is not the key's */
export function verifyVapid(header: string): { claims: VapidClaims; publicKey: string } {
  const [, token = '', publicKey = ''] = /^vapid t=([^,]+), k=([\w-]+)$/.exec(header) ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw new Error('not signed with this key');
  return { claims: JSON.parse(Buffer.from(body, 'base64url').toString()) as VapidClaims, publicKey };
}
