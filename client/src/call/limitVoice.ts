import { voiceBitrate } from './preferVoice.ts';
import type { VoiceProfile } from './voiceProfile.ts';

/** Sets what a voice may cost while it is being sent, without a new exchange. */
export async function limitVoice(
  sender: RTCRtpSender,
  profile: VoiceProfile,
  partnerSdp: string,
): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  if (encoding === undefined) return;
  const isRedundant = parameters.codecs[0]?.mimeType.toLowerCase() === 'audio/red';
  encoding.maxBitrate = voiceBitrate({ profile, isRedundant, partnerSdp });
  // Refused where the browser has its own idea; the description says the same to the encoder.
  await sender.setParameters(parameters).catch(() => {});
}
