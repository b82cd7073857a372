import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Config } from '../config.ts';
import { createReadAddress, toAddressKey, truncateAddress } from './clientAddress.ts';

function addressOf(trustProxy: Config['trustProxy'], peer: string, forwarded?: string): string {
  const request = { socket: { remoteAddress: peer }, headers: { 'x-forwarded-for': forwarded } };
  return createReadAddress(trustProxy)(request as unknown as IncomingMessage);
}

describe('X-Forwarded-For', () => {
  test('is a stranger’s claim unless the peer is trusted', () => {
    expect(addressOf(false, '203.0.113.7', '10.0.0.1')).toBe('203.0.113.7');
    expect(addressOf(['loopback'], '203.0.113.7', '10.0.0.1')).toBe('203.0.113.7');
  });

  test('of a trusted proxy counts from the right, and stops at the first stranger', () => {
    expect(addressOf(['loopback'], '127.0.0.1', '1.2.3.4, 203.0.113.7')).toBe('203.0.113.7');
    expect(addressOf(['loopback', '10.0.0.0/8'], '::ffff:127.0.0.1', '6.6.6.6, 203.0.113.7, 10.1.1.1')).toBe(
      '203.0.113.7',
    );
  });

  test('by hops believes exactly that many', () => {
    expect(addressOf(1, '172.18.0.2', '6.6.6.6, 203.0.113.7')).toBe('203.0.113.7');
    expect(addressOf(2, '172.18.0.2', '6.6.6.6, 203.0.113.7')).toBe('6.6.6.6');
  });

  test.each(['', 'nonsense', '1.2.3.4:80', "'; drop table", undefined])('%j is no address', (value) => {
    expect(addressOf(['loopback'], '127.0.0.1', value)).toBe('127.0.0.1');
  });

  test('may be IPv6', () => {
    expect(addressOf(['fd00::/8'], 'fd00::2', '2001:db8::1')).toBe('2001:db8::1');
  });
});

test.each([
  ['203.0.113.7', '203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0::/48'],
  ['::1', '0:0:0:0::/64', '0:0:0::/48'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64', '64:ff9b:0::/48'],
  ['', '', 'unknown'],
])('%s is limited as %s and logged as %s', (address, key, logged) => {
  expect(toAddressKey(address)).toBe(key);
  expect(truncateAddress(address)).toBe(logged);
});
