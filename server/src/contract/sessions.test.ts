import { expect, test } from 'vitest';
import { signal } from './sessions.ts';

/** The shape of what Chromium writes, shortened. */
const CHROMIUM = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'a=x-suhbatdosh-peer:1f',
  'm=audio 9 UDP/TLS/RTP/SAVPF 63 111',
  'c=IN IP4 0.0.0.0',
  'a=fingerprint:sha-256 AA:BB',
  'a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=sctp-port:5000',
];

const isTaken = (lines: readonly string[], end = '\r\n'): boolean =>
  signal.safeParse({ type: 'offer', sdp: lines.join(end) + end }).success;

test('a description of a voice and a data channel passes, with either line end', () => {
  expect(isTaken(CHROMIUM)).toBe(true);
  expect(isTaken(CHROMIUM, '\n')).toBe(true);
});

test.each([
  'M=video 9 X 0',
  ' m=video 9 X 0',
  '\tm=video 9 X 0',
  'm =video 9 X 0',
  '\u0000m=video',
  '\ufeffm=video 9 X 0',
])('a line that another parser might read otherwise does not: %j', (line) => {
  expect(isTaken([...CHROMIUM, line])).toBe(false);
});
