import { createHmac } from 'node:crypto';

export interface TurnCredential {
  username: string;
  credential: string;
}

/** What `use-auth-secret` of coturn accepts until `expiresAtSeconds` (draft-uberti-behave-turn-rest): `<expiry>:<name>` and the base64 HMAC-SHA-1 of it. */
export function timeLimitedCredential(
  secret: string,
  name: string,
  expiresAtSeconds: number,
): TurnCredential {
  const username = `${expiresAtSeconds}:${name}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}
