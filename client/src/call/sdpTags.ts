/**
 * What our clients tell each other about a description beside what browsers do, as session-level `a=` lines
 * (unknown attributes are ignored: RFC 8866, 5.13). Other clients send none: then the `o=` line names their peer.
 */
export interface SdpTags {
  /** Names the sender's RTCPeerConnection: another name means that the partner has started anew. */
  peer: string;
  /** The recipient's peer that an offer builds upon; null: the offer is for whoever is there. */
  to: string | null;
  /** Of an offer: its name, which the answer repeats. In an answer it says nothing. */
  offer: string;
  /** Of an answer: the offer that it answers; null when its sender does not tell. */
  answers: string | null;
}

const PREFIX = 'a=x-suhbatdosh-';

/** Puts the tags before the first medium. */
export function writeTags(sdp: string, tags: Partial<SdpTags>): string {
  const lines = Object.entries(tags)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${PREFIX}${name}:${value}\r\n`)
    .join('');
  const media = sdp.indexOf('m=');
  return media < 0 ? sdp + lines : sdp.slice(0, media) + lines + sdp.slice(media);
}

export function readTags(sdp: string): SdpTags {
  const read = (name: string): string | null => lineAfter(sdp, `${PREFIX}${name}:`);
  // <username> <sess-id> <sess-version> …: the first two stay for the life of a peer, the third counts its descriptions.
  const origin = (lineAfter(sdp, 'o=') ?? '').split(' ');
  return {
    peer: read('peer') ?? `o=${origin.slice(0, 2).join(' ')}`,
    to: read('to'),
    offer: read('offer') ?? `o=${origin.slice(0, 3).join(' ')}`,
    answers: read('answers'),
  };
}

/** ICE user fragments of a description (RFC 8839, 5.4): a candidate that names another belongs to another one. */
export function readUserFragments(sdp: string): string[] {
  return [...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map((match) => match[1] ?? '');
}

function lineAfter(sdp: string, start: string): string | null {
  const line = sdp.split(/\r?\n/).find((candidate) => candidate.startsWith(start));
  return line === undefined ? null : line.slice(start.length).trim();
}
