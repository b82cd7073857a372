import type { Signal } from '../contract/index.ts';

/** Extensions of a candidate that say nothing of where somebody is; each is followed by its value. */
const HARMLESS = new Set(['generation', 'ufrag', 'tcptype', 'network-id', 'network-cost']);
/** Lines that hold addresses and that no relayed call needs: RFC 3605, 4570, 8839 (remote-candidates). */
const DROPPED = /^a=(?:remote-candidates|source-filter|alt|x-alt)[: ]/i;

type Candidate = Extract<Signal, { type: 'ice_candidate' }>['candidate'];

/**
 * What of these signals may reach a partner who must not learn where their sender is: relayed candidates only, without
 * the address that they were relayed for, and descriptions without any other address. What cannot be read with
 * certainty is left out. The address that a sender himself calls relayed is believed.
 */
export function hideAddresses(signals: readonly Signal[]): Signal[] {
  return signals.flatMap((signal): Signal[] => {
    if (signal.type !== 'ice_candidate') return [{ ...signal, sdp: hideInDescription(signal.sdp) }];
    const candidate = hideInCandidate(signal.candidate);
    return candidate === undefined ? [] : [{ ...signal, candidate }];
  });
}

/** undefined: it must not be told. null and an empty line end the candidates, and tell nothing. */
function hideInCandidate(candidate: Candidate): Candidate | undefined {
  if (candidate === null || candidate.candidate === undefined || candidate.candidate === '') return candidate;
  const line = toRelayed(candidate.candidate.replace(/^a=/, ''));
  return line === null ? undefined : { ...candidate, candidate: line };
}

/**
 * RFC 8839, 5.1: `candidate:<foundation> <component> <transport> <priority> <address> <port> typ <type>`, then
 * `raddr <address> rport <port>` and extensions.
 * @returns null: it is not a relayed one
 */
function toRelayed(line: string): string | null {
  const words = line.trim().split(/\s+/);
  const [start, , , , , , typ, type] = words;
  if (!start?.startsWith('candidate:') || typ !== 'typ' || type !== 'relay') return null;
  const kept = [...words.slice(0, 8), 'raddr', '0.0.0.0', 'rport', '0'];
  for (let place = 8; place + 1 < words.length; place += 2) {
    const [name, value] = [words[place] ?? '', words[place + 1] ?? ''];
    if (HARMLESS.has(name)) kept.push(name, value);
  }
  return kept.join(' ');
}

function hideInDescription(sdp: string): string {
  return sdp
    .split(/\r?\n/)
    .flatMap((line) => hideInLine(line))
    .join('\r\n');
}

function hideInLine(line: string): string[] {
  if (/^a=candidate:/i.test(line)) {
    const relayed = toRelayed(line.slice(2));
    return relayed === null ? [] : [`a=${relayed}`];
  }
  if (DROPPED.test(line)) return [];
  if (/^a=rtcp:/i.test(line)) return ['a=rtcp:9 IN IP4 0.0.0.0'];
  switch (line.slice(0, 2)) {
    case 'c=':
      return ['c=IN IP4 0.0.0.0'];
    case 'o=':
      return [line.replace(/ IN IP[46] .*$/, ' IN IP4 0.0.0.0')];
    case 'm=':
      // The port belongs to the address of the c= line; 0 means that the medium is refused.
      return [line.replace(/^(m=\S+) (?!0[ /])\d+/, '$1 9')];
    // Words for people, which no browser writes.
    case 's=':
      return ['s=-'];
    case 'i=':
    case 'u=':
    case 'e=':
    case 'p=':
      return [];
    default:
      return [line];
  }
}
