import { isIPv6 } from 'node:net';

/**
 * Who is counted behind a network address. One person has a whole IPv6 /64 (RFC 6177), so all of it is one;
 * an IPv4 address is one, also when it is written as IPv6 (`::ffff:192.0.2.1`).
 */
export function addressBucket(address: string): string {
  const bare = address.replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;

  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;

  // The URL parser writes every spelling the same way: hexadecimal, lower case, the longest run of zeros as `::`.
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`;
}
