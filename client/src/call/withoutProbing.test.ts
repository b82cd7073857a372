import { expect, test } from 'vitest';
import { withoutProbing } from './withoutProbing.ts';

const KEPT = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=extmap:14 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  '',
].join('\r\n');

test('leaves out what only an estimate of the bandwidth needs, and nothing else', () => {
  const offered = KEPT.replace(
    'a=rtpmap',
    [
      'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
      'a=extmap:3/recvonly http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
      'a=rtpmap',
    ].join('\r\n'),
  );
  expect(withoutProbing(offered)).toBe(KEPT);
});

test('changes nothing where there is nothing to leave out', () => {
  expect(withoutProbing(KEPT)).toBe(KEPT);
});
