import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { publicProfile } from './people.ts';
import { deviceId } from './queue.ts';
import { id, timestamp } from './words.ts';

const utf8Bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** RFC 8866, 5: lines of a letter, an equals sign and text, ended by CRLF or LF. */
const SDP_LINES = /^v=0\r?\n(?:[a-z]=[^\r\n\0]{0,2048}(?:\r?\n|$))*$/;

/**
 * A session description for a voice and at most one data channel (RFC 8866): exactly one m=audio,
 * at most one m=application, nothing else, so that no video can ever be negotiated.
 */
const sdp = z
  .string()
  .min(1)
  .refine((text) => utf8Bytes(text) <= LIMITS.sdpBytes, `must have at most ${LIMITS.sdpBytes} bytes`)
  // Nothing that two parsers could read differently: odd line ends, spaces or cases before a type, folded lines.
  .refine((text) => SDP_LINES.test(text), 'is not a session description')
  .refine((text) => {
    const media = text.match(/^m=\S*/gm) ?? [];
    const count = (kind: string): number => media.filter((line) => line === `m=${kind}`).length;
    return (
      count('audio') === 1 &&
      count('application') <= 1 &&
      media.length === count('audio') + count('application')
    );
  }, 'must have one m=audio, at most one m=application and no other media');

/** RTCIceCandidateInit (W3C WebRTC 1.0); null ends the candidates. */
const candidate = z
  .strictObject({
    candidate: z.string().optional(),
    sdpMid: z.string().max(64).nullish(),
    sdpMLineIndex: z.int().min(0).max(16).nullish(),
    usernameFragment: z.string().max(256).nullish(),
  })
  .refine(
    (value) => utf8Bytes(JSON.stringify(value)) <= LIMITS.candidateBytes,
    `must have at most ${LIMITS.candidateBytes} bytes`,
  );

export const signal = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('offer'), sdp }),
  z.strictObject({ type: z.literal('answer'), sdp }),
  z.strictObject({ type: z.literal('ice_candidate'), candidate: candidate.nullable() }),
]);
export type Signal = z.infer<typeof signal>;

export const sessionRole = z.enum(['offerer', 'answerer']);
export type SessionRole = z.infer<typeof sessionRole>;

export const iceServer = z.strictObject({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export type IceServer = z.infer<typeof iceServer>;

export const iceTransportPolicy = z.enum(['all', 'relay']);
export type IceTransportPolicy = z.infer<typeof iceTransportPolicy>;

export const chatMessage = z.strictObject({
  id,
  sessionId: id,
  from: id,
  text: z.string(),
  clientMessageId: id,
  sentAt: timestamp,
});
export type ChatMessage = z.infer<typeof chatMessage>;

export const sessionView = z.strictObject({
  id,
  mode: z.enum(['roulette', 'level', 'invite']),
  role: sessionRole,
  partner: publicProfile,
  startedAt: timestamp,
  state: z.enum(['connecting', 'active', 'reconnecting']),
  iceServers: z.array(iceServer),
  iceTransportPolicy,
  messages: z.array(chatMessage),
});
export type SessionView = z.infer<typeof sessionView>;

export const endReason = z.enum([
  'left',
  'partner_left',
  'partner_lost',
  'connect_failed',
  'blocked',
  'moderated',
]);
export type EndReason = z.infer<typeof endReason>;

export const signalInput = z.strictObject({
  sessionId: id,
  signals: z.array(signal).min(1).max(LIMITS.signalsPerCall),
});
export type SignalInput = z.infer<typeof signalInput>;

export const connectedInput = z.strictObject({ sessionId: id, path: z.enum(['direct', 'relay']) });
export type ConnectedInput = z.infer<typeof connectedInput>;

/** `background`: this side's app is hidden, where phones take the microphone away; false: it is seen again. */
export const backgroundInput = z.strictObject({ sessionId: id, background: z.boolean() });
export type BackgroundInput = z.infer<typeof backgroundInput>;

/** Chat keeps what was written, but for the white space around it; control characters other than line breaks are refused. */
const chatText = z
  .string()
  .max(LIMITS.chatTextMax * 4)
  .transform((text) => text.trim())
  .refine((text) => {
    const length = [...text].length;
    return length >= 1 && length <= LIMITS.chatTextMax;
  }, `must have 1 to ${LIMITS.chatTextMax} characters`)
  .refine((text) => !/(?![\n\t\r])\p{Cc}/u.test(text), 'has control characters')
  .refine((text) => text.isWellFormed(), 'is not well-formed text')
  .refine((text) => !/[\u202A-\u202E\u2066-\u2069]/.test(text), 'changes the direction of other text')
  .refine((text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text), 'has nothing that can be seen');

export const chatInput = z.strictObject({
  sessionId: id,
  text: chatText,
  /** Two spellings of one id are one message. */
  clientMessageId: id.transform((text) => text.toLowerCase()),
});
export type ChatInput = z.infer<typeof chatInput>;

export const endInput = z.strictObject({ sessionId: id });
export type EndInput = z.infer<typeof endInput>;

export const takeOverInput = z.strictObject({ sessionId: id, deviceId });
export type TakeOverInput = z.infer<typeof takeOverInput>;

export const iceServersOutput = z.strictObject({
  iceServers: z.array(iceServer),
  iceTransportPolicy,
  expiresAt: timestamp,
});
export type IceServersOutput = z.infer<typeof iceServersOutput>;
