import type { VoiceProfile } from './voiceProfile.ts';

/** Bits a second of one voice: 24 kbit/s keeps Opus' own repair data, which 16 kbit/s has no room for. */
const VOICE_BITRATE = 24_000;
const SAVING_BITRATE = 16_000;
/** With each frame sent twice, one may be smaller: `full` takes 53 kbit/s on the wire (measured). */
const REDUNDANT_BITRATES: Record<VoiceProfile, number> = { full: 20_000, lean: 14_000, least: 10_000 };
const PLAIN_BITRATES: Record<VoiceProfile, number> = { full: VOICE_BITRATE, lean: 20_000, least: 16_000 };
/** Half the packets, half the headers: 26 kbit/s on the wire with 16 kbit/s of voice (measured). */
const SAVING_PACKET_MS = 40;
/** Below it no word is understood, whatever a partner asks for. */
const BITRATE_MIN = 8_000;

/**
 * Tells the partner's encoder what we like to hear: silence costs next to nothing (DTX), lost packets are repaired (FEC),
 * one channel. An fmtp line speaks of what its sender wants to receive (RFC 7587, 6.1), so both sides do this to what they send.
 */
export function preferVoice(sdp: string, isSavingData = false): string {
  const payload = /^a=rtpmap:(\d+) opus\/48000/im.exec(sdp)?.[1];
  if (payload === undefined) return sdp;
  const bitrate = isSavingData ? SAVING_BITRATE : VOICE_BITRATE;
  const wanted = { useinbandfec: '1', usedtx: '1', maxaveragebitrate: String(bitrate) };
  return withPacketTime(withParameters(sdp, payload, wanted), isSavingData);
}

function withParameters(sdp: string, payload: string, wanted: Readonly<Record<string, string>>): string {
  const line = new RegExp(`^a=fmtp:${payload} ([^\\r\\n]*)`, 'm');
  if (!line.test(sdp)) {
    const parameters = toParameters(new Map(Object.entries(wanted)));
    return sdp.replace(/^(a=rtpmap:\d+ opus\/48000[^\r\n]*)/im, `$1\r\na=fmtp:${payload} ${parameters}`);
  }
  return sdp.replace(line, (_, given: string) => {
    const parameters = new Map(given.split(';').map((pair) => toPair(pair.trim())));
    for (const [name, value] of Object.entries(wanted)) parameters.set(name, value);
    return `a=fmtp:${payload} ${toParameters(parameters)}`;
  });
}

/** RFC 8866, 6.4: how much sound a packet should hold. A line of the whole voice, before its first attribute. */
function withPacketTime(sdp: string, isSavingData: boolean): string {
  if (!isSavingData) return sdp;
  const without = sdp.replace(/^a=ptime:\d+\r?\n/gm, '');
  return without.replace(/^a=rtpmap:/m, `a=ptime:${SAVING_PACKET_MS}\r\na=rtpmap:`);
}

interface VoiceOffer {
  profile: VoiceProfile;
  /** The second copy is agreed on with the partner. */
  isRedundant: boolean;
  /** The partner's description. */
  partnerSdp: string;
}

/** Bits a second for our encoder: what the profile allows, and no more than the partner wants to pay for. */
export function voiceBitrate({ profile, isRedundant, partnerSdp }: VoiceOffer): number {
  const wanted = Number(/^a=fmtp:.*\bmaxaveragebitrate=(\d+)/m.exec(partnerSdp)?.[1] ?? VOICE_BITRATE);
  const own = (isRedundant ? REDUNDANT_BITRATES : PLAIN_BITRATES)[profile];
  return Math.max(BITRATE_MIN, Math.min(own, wanted));
}

/**
 * RED carries each frame twice and beats Opus' own repair at every loss (measured); with silence suppressed it costs
 * less than plain Opus without. Where data is dear, plain Opus. Empty: the browser's own order is as good.
 */
export function orderCodecs(codecs: readonly RTCRtpCodec[], isSavingData: boolean): RTCRtpCodec[] {
  const named = (name: string) => codecs.filter((codec) => codec.mimeType.toLowerCase() === `audio/${name}`);
  const opus = named('opus');
  if (opus.length === 0) return [];
  return isSavingData ? opus : [...named('red'), ...opus];
}

const toPair = (pair: string): [string, string] => {
  const [name = '', value = ''] = pair.split('=');
  return [name, value];
};

const toParameters = (parameters: Map<string, string>): string =>
  [...parameters].map(([name, value]) => `${name}=${value}`).join(';');
