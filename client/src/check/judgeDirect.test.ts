import { expect, test } from 'vitest';
import { mirrors, relaysBy } from './iceUrls.ts';
import { judgeDirect } from './judgeDirect.ts';

const host = 'candidate:1 1 udp 2122260223 192.168.1.2 50000 typ host generation 0';
const reflected = (outside: string, inside = '192.168.1.2 rport 50000') =>
  `candidate:2 1 udp 1686052607 ${outside} typ srflx raddr ${inside} generation 0`;
const judge = (candidates: string[], change = {}) =>
  judgeDirect({ candidates, hasErrors: false, isComplete: true, ...change });

test('a NAT that keeps its number is open, one that changes it with every server is closed', () => {
  expect(judge([host, reflected('198.51.100.10 40000')])).toBe('open');
  expect(judge([host, reflected('198.51.100.10 40000'), reflected('198.51.100.10 40000')])).toBe('open');
  expect(judge([host, reflected('198.51.100.10 40000'), reflected('198.51.100.10 40001')])).toBe('closed');
});

test('two networks are not mistaken for one that changes its number, nor hidden addresses', () => {
  const second = reflected('198.51.100.20 1', '100.64.7.2 rport 50001');
  expect(judge([reflected('198.51.100.10 40000'), second])).toBe('open');
  const hidden = '0.0.0.0 rport 0';
  expect(judge([reflected('198.51.100.10 1', hidden), reflected('198.51.100.10 2', hidden)])).toBe('open');
});

test('without an answer it is closed; answered without another address there is no NAT', () => {
  expect(judge([host])).toBe('open');
  expect(judge([host], { hasErrors: true })).toBe('closed');
  expect(judge([host], { isComplete: false })).toBe('closed');
  expect(judge([])).toBe('closed');
});

test('the addresses of a server are sorted by the way that they lead', () => {
  const servers = [
    { urls: ['stun:a'] },
    {
      urls: ['turn:a', 'turn:a:3478?transport=tcp', 'turns:a:443?transport=tcp'],
      username: 'u',
      credential: 'c',
    },
  ];
  expect(relaysBy('relay_udp', servers)).toEqual([{ urls: ['turn:a'], username: 'u', credential: 'c' }]);
  expect(relaysBy('relay_tcp', servers)[0]?.urls).toEqual(['turn:a:3478?transport=tcp']);
  expect(relaysBy('relay_tls', servers)[0]?.urls).toEqual(['turns:a:443?transport=tcp']);
  expect(relaysBy('relay_tls', [{ urls: ['stun:a'] }])).toEqual([]);
  expect(mirrors(servers).flatMap(({ urls }) => urls)).toEqual(['stun:a', 'turn:a']);
});
