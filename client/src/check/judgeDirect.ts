/** What gathering candidates showed (RFC 8839, 5.1). */
export interface Gathered {
  candidates: readonly string[];
  /** A server could not be asked. */
  hasErrors: boolean;
  isComplete: boolean;
}

/**
 * Whether a partner may reach this device directly. A NAT that gives the same port of ours another number for every
 * server that it talks to (symmetric) gives it yet another for the partner, whom nobody can tell it.
 */
export function judgeDirect({ candidates, hasErrors, isComplete }: Gathered): 'open' | 'closed' {
  const reflected = candidates.map(readReflected).filter((seen) => seen !== null);
  // Asked, answered, and seen from outside as it is: there is no NAT.
  if (reflected.length === 0) return isComplete && !hasErrors && candidates.length > 0 ? 'open' : 'closed';
  const outsideOf = new Map<string, string>();
  for (const { inside, outside } of reflected) {
    // A browser that hides addresses writes zeroes, and nothing can be compared.
    if (inside.endsWith(':0')) continue;
    const known = outsideOf.get(inside);
    if (known !== undefined && known !== outside) return 'closed';
    outsideOf.set(inside, outside);
  }
  return 'open';
}

/** candidate:<foundation> <component> <transport> <priority> <address> <port> typ srflx raddr <address> rport <port> */
function readReflected(candidate: string): { inside: string; outside: string } | null {
  const found = /^candidate:\S+ \d+ udp \d+ (\S+) (\d+) typ srflx raddr (\S+) rport (\d+)/i.exec(candidate);
  if (found === null) return null;
  const [, address = '', port = '', innerAddress = '', innerPort = ''] = found;
  return { inside: `${innerAddress}:${innerPort}`, outside: `${address}:${port}` };
}
