import { expect, test } from 'vitest';
import { attemptAfterClose, reconnectDelayMs } from './reconnectDelay.ts';

test('the span doubles with each attempt and ends at five seconds', () => {
  const longest = [0, 1, 2, 3, 4, 5, 50].map((attempt) => reconnectDelayMs(attempt, 'cut', 1));
  expect(longest).toEqual([400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
});

test('the jitter is full: any moment of the span may be the one', () => {
  expect(reconnectDelayMs(4, 'cut', 0)).toBe(0);
  expect(reconnectDelayMs(4, 'cut', 0.5)).toBe(2_500);
});

test('a restarting server is come back to over three seconds', () => {
  expect(reconnectDelayMs(0, 'server_restart', 1)).toBe(3_000);
  expect(reconnectDelayMs(4, 'server_restart', 1)).toBe(5_000);
});

test('only a socket that was steady starts the count anew', () => {
  expect(attemptAfterClose(3, 5_000)).toBe(0);
  expect(attemptAfterClose(3, 4_999)).toBe(4);
  expect(attemptAfterClose(3, null)).toBe(4);
});
