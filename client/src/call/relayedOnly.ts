import type { Signal } from '@suhbatdosh/server/contract';

/**
 * A signal without any address but the relay's, for a call in which one of the two hides theirs; null: nothing is left.
 * The server does the same to what goes through it; this is for what goes past it, over the data channel.
 */
export function relayedOnly(signal: Signal): Signal | null {
  if (signal.type !== 'ice_candidate') return { ...signal, sdp: withoutAddresses(signal.sdp) };
  const { candidate } = signal;
  if (candidate === null) return signal;
  const line = candidate.candidate ?? '';
  if (line !== '' && !isRelayed(line)) return null;
  return { ...signal, candidate: { ...candidate, candidate: withoutBase(line) } };
}

const isRelayed = (line: string): boolean => / typ relay(\s|$)/.test(line);

/** `raddr` is where the relay sees us: our own address from outside (RFC 8839, 5.1). */
const withoutBase = (line: string): string => line.replace(/ raddr \S+ rport \d+/, ' raddr 0.0.0.0 rport 0');

function withoutAddresses(sdp: string): string {
  return sdp
    .split('\r\n')
    .filter((line) => !line.startsWith('a=candidate:') || isRelayed(line))
    .map((line) => (line.startsWith('a=candidate:') ? withoutBase(line) : withoutAddress(line)))
    .join('\r\n');
}

/** Origin, connection and RTCP lines name an address (RFC 8866, 5.2 and 5.7; RFC 3605). */
const withoutAddress = (line: string): string =>
  /^(o=|c=|a=rtcp:)/.test(line) ? line.replace(/IN IP[46] \S+$/, 'IN IP4 0.0.0.0') : line;
