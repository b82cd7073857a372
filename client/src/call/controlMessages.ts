import type { Signal } from '@suhbatdosh/server/contract';

/** `interrupted`: another app, such as a phone call, holds the microphone. `background`: the phone shows something else. */
export type Attention = 'here' | 'background' | 'interrupted';

/** What the two apps tell each other directly, beside the voices, whether or not a server is there. */
export type ControlMessage =
  | { type: 'mute'; isMuted: boolean }
  | { type: 'attention'; attention: Attention }
  /** The talk is ended on purpose. */
  | { type: 'bye' }
  | { type: 'signals'; signals: readonly Signal[] };

/** One description of the largest size, in JSON; more is refused unread. */
export const CONTROL_MESSAGE_MAX = 20_000;
const SDP_MAX = 16_384;
const CANDIDATE_MAX = 512;
const SIGNALS_MAX = 20;
const ATTENTIONS: readonly unknown[] = ['here', 'background', 'interrupted'] satisfies Attention[];

type Fields = Readonly<Record<string, unknown>>;

/** @returns null for anything else: garbage, or what a newer app says. The sender is a stranger's browser. */
export function readControlMessage(data: unknown): ControlMessage | null {
  if (typeof data !== 'string' || data.length > CONTROL_MESSAGE_MAX) return null;
  const message = toFields(parse(data));
  switch (message['type']) {
    case 'mute':
      return { type: 'mute', isMuted: message['isMuted'] === true };
    case 'attention': {
      const said = message['attention'];
      return isAttention(said) ? { type: 'attention', attention: said } : null;
    }
    case 'bye':
      return { type: 'bye' };
    case 'signals': {
      const signals = readSignals(message['signals']);
      return signals === null ? null : { type: 'signals', signals };
    }
    default:
      return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const toFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const isAttention = (value: unknown): value is Attention => ATTENTIONS.includes(value);

/** All or none: half an exchange would be worse than none. */
function readSignals(value: unknown): Signal[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > SIGNALS_MAX) return null;
  const signals = value.map(readSignal);
  return signals.every((signal) => signal !== null) ? signals : null;
}

function readSignal(value: unknown): Signal | null {
  const { type, sdp, candidate } = toFields(value);
  switch (type) {
    case 'offer':
    case 'answer':
      return isVoiceOnly(sdp) ? { type, sdp } : null;
    case 'ice_candidate':
      return readCandidate(candidate);
    default:
      return null;
  }
}

/** RFC 8866, 5, as the server reads it: nothing that two parsers could read differently, and looked through in one pass. */
const SDP_LINES = /^v=0\r?\n(?:[a-z]=[^\r\n\0]{0,2048}(?:\r?\n|$))*$/;

/** What the server demands of a description: one voice, at most one data channel, and never a picture. */
function isVoiceOnly(sdp: unknown): sdp is string {
  if (typeof sdp !== 'string' || sdp.length > SDP_MAX || !SDP_LINES.test(sdp)) return false;
  const media = [...sdp.matchAll(/^m=(\S*)/gm)].map(([, kind]) => kind);
  const count = (kind: string): number => media.filter((each) => each === kind).length;
  const [voices, channels] = [count('audio'), count('application')];
  return voices === 1 && channels <= 1 && media.length === voices + channels;
}

function readCandidate(value: unknown): Signal | null {
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = toFields(value);
  if (typeof candidate !== 'string' || candidate.length > CANDIDATE_MAX) return null;
  return {
    type: 'ice_candidate',
    candidate: {
      candidate,
      sdpMid: isShort(sdpMid) ? sdpMid : null,
      sdpMLineIndex: sdpMLineIndex === 0 || sdpMLineIndex === 1 ? sdpMLineIndex : null,
      usernameFragment: isShort(usernameFragment) ? usernameFragment : null,
    },
  };
}

const isShort = (value: unknown): value is string => typeof value === 'string' && value.length <= 256;
