import { expect, test } from 'vitest';
import { aLostSocket, aRefusal } from './aRefusal.ts';
import { toRefusal } from './toRefusal.ts';

test('a refusal of the server keeps its code, the names of its fields and when to try again', () => {
  const error = aRefusal('TOO_MANY_REQUESTS', { retryAfterMs: 1500, fields: { email: ['bad'] } });
  expect(toRefusal(error)).toEqual({
    code: 'TOO_MANY_REQUESTS',
    fields: ['email'],
    retryAfterMs: 1500,
    requestId: null,
  });
});

test('an error without data never came from the server: offline', () => {
  expect(toRefusal(aLostSocket()).code).toBe('OFFLINE');
});

test('a fault of the server keeps the id that its log has', () => {
  const error = aRefusal('UNEXPECTED', { appCode: undefined, requestId: 'r-1' });
  expect(toRefusal(error)).toEqual({
    code: 'UNEXPECTED',
    fields: [],
    retryAfterMs: null,
    requestId: 'r-1',
  });
});

test('a code of a newer server and an error of our own are unexpected', () => {
  expect(toRefusal(aRefusal('UNEXPECTED', { appCode: 'toString' })).code).toBe('UNEXPECTED');
  expect(toRefusal(new TypeError('ours')).code).toBe('UNEXPECTED');
});
