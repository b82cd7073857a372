import type { IceServer } from '@suhbatdosh/server/contract';
import type { RelayName } from './ConnectionCheck.ts';

/** How a relay is reached (RFC 7065): `turns:` is TLS, else the transport, which is UDP unless it is named. */
function wayOf(url: string): RelayName | null {
  if (url.startsWith('turns:')) return 'relay_tls';
  if (!url.startsWith('turn:')) return null;
  return /[?&]transport=tcp\b/.test(url) ? 'relay_tcp' : 'relay_udp';
}

/** The servers with only those addresses that lead this way; empty: there are none. */
export function relaysBy(way: RelayName, servers: readonly IceServer[]): IceServer[] {
  return keep(servers, (url) => wayOf(url) === way);
}

/** Servers that tell an app its address from outside; a relay over UDP does that too. */
export function mirrors(servers: readonly IceServer[]): IceServer[] {
  return keep(servers, (url) => url.startsWith('stun:') || wayOf(url) === 'relay_udp');
}

const keep = (servers: readonly IceServer[], isWanted: (url: string) => boolean): IceServer[] =>
  servers
    .map((server) => ({ ...server, urls: server.urls.filter(isWanted) }))
    .filter(({ urls }) => urls.length > 0);
