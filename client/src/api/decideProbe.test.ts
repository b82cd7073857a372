import { expect, test } from 'vitest';
import { decideProbe } from './decideProbe.ts';

test('every hint hurries an attempt that waits', () => {
  for (const hint of ['online', 'visible', 'network_changed'] as const) {
    expect(decideProbe(hint, { phase: 'waiting' })).toBe('hurry');
  }
});

test('a closed socket stays closed', () => {
  expect(decideProbe('online', { phase: 'closed' })).toBe('nothing');
});

test('an attempt begun on the old network is given up, a young one and one on the same network are not', () => {
  expect(decideProbe('network_changed', { phase: 'opening', forMs: 3_000 })).toBe('abandon');
  expect(decideProbe('network_changed', { phase: 'opening', forMs: 500 })).toBe('nothing');
  expect(decideProbe('visible', { phase: 'opening', forMs: 3_000 })).toBe('nothing');
});

test('an open socket is asked for a sign of life unless it gave one just now', () => {
  expect(decideProbe('visible', { phase: 'open', silentForMs: 200 })).toBe('nothing');
  expect(decideProbe('visible', { phase: 'open', silentForMs: 4_000 })).toBe('probe');
});

test('an open socket of the old network is given up at once', () => {
  for (const hint of ['online', 'network_changed'] as const) {
    expect(decideProbe(hint, { phase: 'open', silentForMs: 200 })).toBe('abandon');
  }
});
