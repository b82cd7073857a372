import { expect, test } from 'vitest';
import { relayedOnly } from './relayedOnly.ts';

const OWN = ['192.168.1.2', '198.51.100.10', '2001:db8::5'];
const host = 'candidate:1 1 udp 2122260223 192.168.1.2 50000 typ host';
const reflected = 'candidate:2 1 udp 1 198.51.100.10 40000 typ srflx raddr 192.168.1.2 rport 50000';
const relayed = 'candidate:3 1 udp 1 203.0.113.10 49200 typ relay raddr 198.51.100.10 rport 40000';
const aCandidate = (candidate: string) => ({ type: 'ice_candidate', candidate: { candidate } }) as const;

test('of candidates only relayed ones are left, and they do not say whose they are', () => {
  expect(relayedOnly(aCandidate(host))).toBe(null);
  expect(relayedOnly(aCandidate(reflected))).toBe(null);
  expect(relayedOnly(aCandidate(relayed))).toEqual(
    aCandidate('candidate:3 1 udp 1 203.0.113.10 49200 typ relay raddr 0.0.0.0 rport 0'),
  );
  expect(relayedOnly({ type: 'ice_candidate', candidate: null })).not.toBe(null);
});

test('a description keeps its relayed candidates, and no address of its sender', () => {
  const sdp = [
    'v=0',
    'o=- 1 2 IN IP4 192.168.1.2',
    'm=audio 40000 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP6 2001:db8::5',
    'a=rtcp:9 IN IP4 198.51.100.10',
    ...[host, reflected, relayed].map((line) => `a=${line}`),
    'a=ice-ufrag:x',
    '',
  ].join('\r\n');
  const told = relayedOnly({ type: 'offer', sdp });
  const text = told?.type === 'offer' ? told.sdp : '';
  expect(OWN.filter((address) => text.includes(address))).toEqual([]);
  expect(text).toContain('typ relay raddr 0.0.0.0 rport 0\r\na=ice-ufrag:x\r\n');
  expect(text).toContain('o=- 1 2 IN IP4 0.0.0.0');
});
