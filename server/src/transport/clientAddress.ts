import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { Config } from '../config.ts';

const NAMED_NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/**
 * Who calls. X-Forwarded-For is read from the right, as far as the hops before it are trusted; what stands
 * further left was written by the caller. An entry that is no address ends the walk.
 */
export function createReadAddress(trustProxy: Config['trustProxy']): (request: IncomingMessage) => string {
  const isTrusted = createTrust(trustProxy);
  return (request) => {
    let address = plain(request.socket.remoteAddress ?? '');
    const header = request.headers['x-forwarded-for'];
    if (header === undefined) return address;
    const forwarded = [header].flat().join(',').split(',').reverse();
    for (const [hop, entry] of forwarded.entries()) {
      const next = plain(entry.trim());
      if (!isTrusted(address, hop) || isIP(next) === 0) break;
      address = next;
    }
    return address;
  };
}

/** Whether whoever is at the other end of the connection is one of our proxies. */
export function createIsFromProxy(trustProxy: Config['trustProxy']): (request: IncomingMessage) => boolean {
  const isTrusted = createTrust(trustProxy);
  return (request) => isTrusted(plain(request.socket.remoteAddress ?? ''), 0);
}

function createTrust(trustProxy: Config['trustProxy']): (address: string, hop: number) => boolean {
  if (trustProxy === false) return () => false;
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  const networks = new BlockList();
  for (const network of trustProxy.flatMap((name) => NAMED_NETWORKS[name] ?? [name])) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    networks.addSubnet(
      address,
      prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix),
      family,
    );
  }
  return (address) => isIP(address) !== 0 && networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** An IPv4 address as a dual-stack socket shows it is the same caller as without the prefix. */
function plain(address: string): string {
  const mapped = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(mapped) === 4 ? mapped : address.replace(/%.*$/, '');
}

/** What limits count by: an IPv4 address; of IPv6 the /64 that one household or phone has to itself. */
export function toAddressKey(address: string): string {
  return isIP(address) === 6 ? `${toGroups(address).slice(0, 4).join(':')}::/64` : address;
}

/** For the log: the neighbourhood, not the person. */
export function truncateAddress(address: string): string {
  switch (isIP(address)) {
    case 4:
      return `${address.split('.').slice(0, 3).join('.')}.0/24`;
    case 6:
      return `${toGroups(address).slice(0, 3).join(':')}::/48`;
    default:
      return 'unknown';
  }
}

/** All eight groups of an IPv6 address; the URL parser writes it in its one canonical form first (RFC 5952). */
function toGroups(address: string): string[] {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const left = head === '' ? [] : head.split(':');
  if (tail === undefined) return left;
  const right = tail === '' ? [] : tail.split(':');
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
}
