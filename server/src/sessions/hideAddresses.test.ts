import { describe, expect, test } from 'vitest';
import type { Signal } from '../contract/index.ts';
import { signal } from '../contract/sessions.ts';
import { hideAddresses } from './hideAddresses.ts';

/** What Chromium 156 writes for a voice and a data channel once it has gathered, shortened by codecs. */
const CHROMIUM = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS',
  'm=audio 50002 UDP/TLS/RTP/SAVPF 63 111',
  'c=IN IP4 198.51.100.10',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=candidate:1467250027 1 udp 2122260223 192.168.1.2 46154 typ host generation 0 network-id 1 network-cost 10',
  'a=candidate:99 1 udp 2122262783 2001:db8::5 46155 typ host generation 0 network-id 2',
  'a=candidate:7 1 udp 2113937151 7c1b7d0a-6f0e-4b6c-9d59-02a1f0a8e0de.local 46156 typ host generation 0',
  'a=candidate:1853887674 1 udp 1685790463 198.51.100.10 20001 typ srflx raddr 192.168.1.2 rport 46154 generation 0',
  'a=candidate:3 1 udp 1685790463 198.51.100.10 20002 typ prflx raddr 192.168.1.2 rport 46154 generation 0',
  'a=candidate:4 1 tcp 1518280447 192.168.1.2 9 typ host tcptype active generation 0 network-id 1',
  'a=candidate:842163049 1 udp 41885439 203.0.113.10 49201 typ relay raddr 198.51.100.10 rport 20001 generation 0 network-id 1 network-cost 10',
  'a=ice-ufrag:9Kx2',
  'a=ice-pwd:Yw5bTqkM1mYk0t9mTtVn3c2v',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 AA:BB',
  'a=setup:actpass',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=mid:1',
  'a=sctp-port:5000',
];

/** The same of Firefox, which names its host address also where it need not, and gives m=application a port. */
const FIREFOX = [
  'v=0',
  'o=mozilla...THIS_IS_SDPARTA-99.0 6346545467239163246 0 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=fingerprint:sha-256 CC:DD',
  'a=ice-options:trickle',
  'm=audio 51000 UDP/TLS/RTP/SAVPF 109',
  'c=IN IP6 2001:db8::77',
  'a=candidate:0 1 UDP 2122187007 192.168.1.77 51000 typ host',
  'a=candidate:1 1 UDP 8331263 203.0.113.10 49300 typ relay raddr 203.0.113.10 rport 49300',
  'a=candidate:0 2 UDP 2122187006 192.168.1.77 51001 typ host',
  'a=rtcp:51001 IN IP4 192.168.1.77',
  'a=end-of-candidates',
  'a=mid:0',
  'm=application 51000 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 192.168.1.77',
  'a=mid:1',
];

const toSdp = (lines: readonly string[], end = '\r\n'): string => lines.map((line) => line + end).join('');
const hideIn = (sdp: string): string[] => {
  const [hidden] = hideAddresses([{ type: 'offer', sdp }]);
  return hidden && 'sdp' in hidden ? hidden.sdp.split('\r\n') : [];
};
const candidate = (line: string): Signal => ({
  type: 'ice_candidate',
  candidate: { candidate: line, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: '9Kx2' },
});

const RELAYED =
  'candidate:842163049 1 udp 41885439 203.0.113.10 49201 typ relay raddr 0.0.0.0 rport 0 generation 0 network-id 1 network-cost 10';

describe('a description of a call that goes through the relay', () => {
  test.each([
    ['Chromium', toSdp(CHROMIUM), ['192.168', '198.51.100', '2001:db8', '.local', '127.0.0.1', '50002']],
    ['Chromium, ended by LF', toSdp(CHROMIUM, '\n'), ['192.168', '198.51.100', '2001:db8', '.local']],
    ['Firefox', toSdp(FIREFOX), ['192.168', '2001:db8', '51000', '51001']],
  ])('of %s tells no address of its sender', (_, sdp, secrets) => {
    const hidden = hideIn(sdp).join('\n');
    for (const secret of secrets) expect(hidden).not.toContain(secret);
  });

  test('keeps everything else, in order', () => {
    const lines = hideIn(toSdp(CHROMIUM));
    expect(lines).toContain(`a=${RELAYED}`);
    const isPlace = (line: string): boolean => /^(?:a=candidate:|[ocm]=)/.test(line);
    const kept = (all: readonly string[]) => all.filter((line) => !isPlace(line) && line !== '');
    expect(kept(lines)).toEqual(kept(CHROMIUM));
    expect(lines.filter((line) => /^[ocm]=/.test(line))).toEqual([
      'o=- 4611731400430051336 2 IN IP4 0.0.0.0',
      'm=audio 9 UDP/TLS/RTP/SAVPF 63 111',
      'c=IN IP4 0.0.0.0',
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      'c=IN IP4 0.0.0.0',
    ]);
    expect(signal.safeParse({ type: 'offer', sdp: lines.join('\r\n') }).success).toBe(true);
  });

  test('leaves a medium refused that is refused', () => {
    expect(hideIn('v=0\r\nm=audio 0 UDP/TLS/RTP/SAVPF 111\r\n')[1]).toBe('m=audio 0 UDP/TLS/RTP/SAVPF 111');
  });
});

describe('a candidate of a call that goes through the relay', () => {
  test('passes when it is relayed, without the address that it was relayed for', () => {
    const line = CHROMIUM.find((each) => each.includes('typ relay'))?.slice(2) ?? '';
    expect(hideAddresses([candidate(line)])).toEqual([candidate(RELAYED)]);
    expect(hideAddresses([candidate(`a=${line}`)])).toEqual([candidate(RELAYED)]);
  });

  test.each(
    CHROMIUM.filter((line) => /typ (?:host|srflx|prflx)/.test(line)).map((line) => line.slice('a='.length)),
  )('does not pass: %s', (line) => {
    expect(hideAddresses([candidate(line)])).toEqual([]);
  });

  test.each([
    'candidate:1 1 udp 1 192.168.1.2 5000 typ host typ relay',
    'candidate:1 1 udp 1 192.168.1.2 5000 generation 0 typ relay',
    'candidate:1 1 udp 1 192.168.1.2 5000 typ relayed',
    'candidate:1 1 udp 1 192.168.1.2 5000 TYP RELAY',
    'x candidate:1 1 udp 1 192.168.1.2 5000 typ relay',
    'nonsense',
  ])('does not pass when it only looks relayed: %s', (line) => {
    expect(hideAddresses([candidate(line)])).toEqual([]);
  });

  test('carries no address along in an extension', () => {
    const line =
      'candidate:1 1 udp 1 203.0.113.10 5000 typ relay raddr 10.0.0.1 rport 4 x-home 10.0.0.1 ufrag 9Kx2';
    expect(hideAddresses([candidate(line)])).toEqual([
      candidate('candidate:1 1 udp 1 203.0.113.10 5000 typ relay raddr 0.0.0.0 rport 0 ufrag 9Kx2'),
    ]);
  });

  test('may end the candidates', () => {
    const ends: Signal[] = [
      { type: 'ice_candidate', candidate: null },
      { type: 'ice_candidate', candidate: { candidate: '', sdpMid: '0' } },
    ];
    expect(hideAddresses(ends)).toEqual(ends);
  });
});
