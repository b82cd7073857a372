import { expect, test } from 'vitest';
import { isPublicAddress } from './isPublicAddress.ts';

test('addresses of the public internet are public', () => {
  const given = ['142.250.74.106', '17.253.144.10', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.128.0.1'];
  const six = ['2a00:1450:4001:82a::200a', '2606:4700::1111', '2403:300:a42::1'];
  expect([...given, ...six].filter((address) => !isPublicAddress(address))).toEqual([]);
});

test('addresses inside somebody’s network are not, in whatever way they are written', () => {
  const four = [
    '127.0.0.1',
    '127.255.255.254',
    '10.0.0.5',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '0.0.0.0',
    '192.0.0.170',
    '198.18.0.1',
    '203.0.113.7',
    '224.0.0.1',
    '255.255.255.255',
  ];
  const six = [
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.5',
    '::ffff:a00:5',
    '::ffff:8.8.8.8',
    '::ffff:0:10.0.0.5',
    '64:ff9b::a00:5',
    '64:ff9b:1::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:5::1',
    '3fff::1',
  ];
  const wrong = ['', 'localhost', '2130706433', '0177.0.0.1', '127.1'];
  expect([...four, ...six, ...wrong].filter(isPublicAddress)).toEqual([]);
});
