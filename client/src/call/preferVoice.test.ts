import { expect, test } from 'vitest';
import { orderCodecs, preferVoice, voiceBitrate } from './preferVoice.ts';

const OPUS = 'a=rtpmap:111 opus/48000/2\r\n';

test('adds what we like to hear to the line that the browser wrote', () => {
  expect(preferVoice(`${OPUS}a=fmtp:111 minptime=10;useinbandfec=1\r\na=fmtp:63 111/111\r\n`)).toBe(
    `${OPUS}a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate=24000\r\na=fmtp:63 111/111\r\n`,
  );
});

test('writes the line where the browser wrote none', () => {
  expect(preferVoice(OPUS)).toBe(
    'a=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1;usedtx=1;maxaveragebitrate=24000\r\n',
  );
});

test('twice is as good as once, and without Opus nothing is changed', () => {
  const once = preferVoice(`${OPUS}a=fmtp:111 minptime=10\r\n`);
  expect(preferVoice(once)).toBe(once);
  expect(preferVoice('a=rtpmap:0 PCMU/8000\r\n')).toBe('a=rtpmap:0 PCMU/8000\r\n');
});

const codec = (mimeType: string): RTCRtpCodec => ({ mimeType, clockRate: 48_000 });

test('redundancy comes first, but not where data is dear', () => {
  const codecs = [codec('audio/opus'), codec('audio/G722'), codec('audio/red')];
  const names = (isSavingData: boolean) => orderCodecs(codecs, isSavingData).map(({ mimeType }) => mimeType);
  expect(names(false)).toEqual(['audio/red', 'audio/opus']);
  expect(names(true)).toEqual(['audio/opus']);
});

test('a browser that does not name Opus keeps its own order', () => {
  expect(orderCodecs([codec('audio/PCMU')], false)).toEqual([]);
});

test('where data is dear packets are long and the voice is small, said once', () => {
  const offer = `m=audio 9 X 111\r\na=ptime:20\r\n${OPUS}a=fmtp:111 minptime=10\r\n`;
  const saving = preferVoice(offer, true);
  expect(saving).toBe(
    `m=audio 9 X 111\r\na=ptime:40\r\n${OPUS}a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate=16000\r\n`,
  );
  expect(preferVoice(saving, true)).toBe(saving);
});

test('nobody sends more than the partner wants to pay for, and nobody so little that no word is understood', () => {
  const bitrate = (wanted: string, isRedundant = true) =>
    voiceBitrate({ profile: 'full', isRedundant, partnerSdp: `${OPUS}a=fmtp:111 ${wanted}\r\n` });
  expect(bitrate('usedtx=1')).toBe(20_000);
  expect(bitrate('usedtx=1', false)).toBe(24_000);
  expect(bitrate('usedtx=1;maxaveragebitrate=16000')).toBe(16_000);
  expect(bitrate('maxaveragebitrate=1')).toBe(8_000);
  expect(bitrate('maxaveragebitrate=999999')).toBe(20_000);
});
