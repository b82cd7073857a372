/** Bits a second of one voice: 24 kbit/s keeps Opus' own repair data, which 16 kbit/s has no room for. */
export const VOICE_BITRATE = 24_000;

/**
 * Tells the partner's encoder what we like to hear: silence costs next to nothing (DTX), lost packets are repaired (FEC),
 * one channel. An fmtp line speaks of what its sender wants to receive (RFC 7587, 6.1), so both sides do this to what they send.
 */
export function preferVoice(sdp: string): string {
  const payload = /^a=rtpmap:(\d+) opus\/48000/im.exec(sdp)?.[1];
  if (payload === undefined) return sdp;
  const wanted = { useinbandfec: '1', usedtx: '1', maxaveragebitrate: String(VOICE_BITRATE) };
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
