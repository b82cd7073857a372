/** What both the product and the floors are sent: frames of tRPC's WebSocket protocol with signals in them. */

/** A number that is found again in whatever comes out at the other end, without parsing it. */
const MARKER = /#m(\d{8})#/g;

export type PayloadSize = '300 B' | '3 kB';

/** Candidates a frame, so that it has the size; a real one with its user name fragment has about 170 bytes, TURN's more. */
const CANDIDATES: Record<PayloadSize, number> = { '300 B': 1, '3 kB': 8 };

/** Bytes of padding in the one field that holds any text. */
const UFRAG: Record<PayloadSize, string> = { '300 B': 'Qx7L', '3 kB': 'Qx7L'.repeat(40) };

/** API.md: candidates of one side between two offers, of either side. */
const CANDIDATES_PER_OFFER = 60;

const SDP = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
].join('\r\n');

interface Call {
  id: number;
  path: string;
  input: unknown;
}

export const mutation = ({ id, path, input }: Call): string =>
  JSON.stringify({ id, jsonrpc: '2.0', method: 'mutation', params: { path, input } });

export const subscription = ({ id, path, input }: Call): string =>
  JSON.stringify({ id, jsonrpc: '2.0', method: 'subscription', params: { path, input } });

/** How many frames of this size may follow one another before the next must carry an offer. */
export const framesPerOffer = (size: PayloadSize): number =>
  Math.floor(CANDIDATES_PER_OFFER / CANDIDATES[size]) - 1;

interface SignalFrame {
  id: number;
  sessionId: string;
  marker: number;
  size: PayloadSize;
  withOffer: boolean;
}

export function signalFrame({ id, sessionId, marker, size, withOffer }: SignalFrame): string {
  const candidates = Array.from({ length: CANDIDATES[size] }, (_, index) => {
    const found = index === 0 ? `#m${String(marker).padStart(8, '0')}#` : '';
    const candidate = `candidate:842163049 1 udp 1677729535 203.0.113.${index} 49203 typ relay raddr 198.51.100.7 rport 40678 ${found}`;
    return {
      type: 'ice_candidate',
      candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: UFRAG[size] },
    };
  });
  const signals = withOffer ? [{ type: 'offer', sdp: SDP }, ...candidates] : candidates;
  return mutation({ id, path: 'session.signal', input: { sessionId, signals } });
}

/** A frame may hold several messages, of which each is found. */
export const markersIn = (frame: string): number[] =>
  [...frame.matchAll(MARKER)].map((match) => Number(match[1]));
