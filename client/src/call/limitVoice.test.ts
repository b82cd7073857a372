import { expect, test } from 'vitest';
import { limitVoice } from './limitVoice.ts';

function aSender(codec: string, refuses = false) {
  const set: (number | undefined)[] = [];
  const sender = {
    getParameters: () => ({ encodings: [{ active: true }], codecs: [{ mimeType: codec }] }),
    async setParameters({ encodings }: RTCRtpSendParameters) {
      if (refuses) throw new DOMException('', 'InvalidModificationError');
      set.push(encodings[0]?.maxBitrate);
    },
  };
  return { sender: sender as unknown as RTCRtpSender, set };
}

test('a voice that is sent twice gets less, and every profile less than the one before', async () => {
  for (const [codec, bitrates] of [
    ['audio/red', [20_000, 14_000, 10_000]],
    ['audio/opus', [24_000, 20_000, 16_000]],
  ] as const) {
    const { sender, set } = aSender(codec);
    for (const profile of ['full', 'lean', 'least'] as const) await limitVoice(sender, profile, '');
    expect(set).toEqual(bitrates);
  }
});

test('a browser that refuses, or has nothing to send yet, is left alone', async () => {
  await expect(limitVoice(aSender('audio/red', true).sender, 'full', '')).resolves.toBeUndefined();
  const bare = { getParameters: () => ({ encodings: [], codecs: [] }) } as unknown as RTCRtpSender;
  await expect(limitVoice(bare, 'full', '')).resolves.toBeUndefined();
});
