import { createHmac } from 'node:crypto';
import type { IceServer, IceTransportPolicy } from '../contract/index.ts';
import { timeLimitedCredential } from './timeLimitedCredential.ts';

export interface IceSettings {
  /** null: no relay. */
  turn: { urls: readonly string[]; secret: string; ttlSeconds: number } | null;
  stunUrls: readonly string[];
  iceTransportPolicy: IceTransportPolicy;
}

export interface Ice {
  iceServers: IceServer[];
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/**
 * STUN and relay servers for one person. The name in the relay's time-limited credential is a hash of the user's id: it lets the relay count a person's allocations without naming him in its log.
 * @param now milliseconds since 1970
 */
export function iceServersFor(userId: string, settings: IceSettings, now: number): Ice {
  const stun = settings.stunUrls.length > 0 ? [{ urls: [...settings.stunUrls] }] : [];
  if (settings.turn === null) return { iceServers: stun, expiresAt: now + 24 * 3_600_000 };
  const { urls, secret, ttlSeconds } = settings.turn;
  const expiresAtSeconds = Math.floor(now / 1000) + ttlSeconds;
  const name = createHmac('sha256', secret).update(userId).digest('base64url').slice(0, 16);
  return {
    iceServers: [...stun, { urls: [...urls], ...timeLimitedCredential(secret, name, expiresAtSeconds) }],
    expiresAt: expiresAtSeconds * 1000,
  };
}

/** Both go through the relay as soon as the operator or one of the two wants it. */
export function icePolicyFor(settings: IceSettings, hideIp: readonly boolean[]): IceTransportPolicy {
  return settings.iceTransportPolicy === 'relay' || hideIp.includes(true) ? 'relay' : 'all';
}
