import { expect, test } from 'vitest';
import { PROTOCOL } from '../../../server/src/contract/protocol.ts';
import { CLIENT_PROTOCOL, skewOf } from './protocol.ts';

const answer = (current: string, oldest: string): Headers =>
  new Headers({ 'x-protocol': current, 'x-oldest-client': oldest });

test('the client is written against the contract that it is shipped with', () => {
  expect(CLIENT_PROTOCOL).toBe(PROTOCOL.current);
});

test.each([
  [answer('4', '2'), 'none'],
  [answer('7', '4'), 'none'],
  [answer('7', '5'), 'client_old'],
  [answer('3', '1'), 'server_old'],
  [new Headers(), null],
  [answer('new', '1'), null],
])('a client of 4 that hears %o', (headers, skew) => {
  expect(skewOf(headers, 4)).toBe(skew);
});
