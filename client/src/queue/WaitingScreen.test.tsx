// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Searching } from '../navigation/Screen.ts';
import { anEndedCall, aStatus } from '../testing/builders.ts';
import { draw } from '../testing/Draw.tsx';
import type { FakeStores } from '../testing/fakeStores.ts';
import { aRefusal, createFakeStores } from '../testing/fakeStores.ts';
import { WaitingScreen } from './WaitingScreen.tsx';

const START = Date.parse('2026-11-22T09:00:00.000Z');
let fake: FakeStores;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  fake = createFakeStores(() => Date.now());
  fake.status.value = aStatus({ nextRoundAt: '2026-11-22T09:00:07.000Z' });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const searching = (mode: 'roulette' | 'level'): Searching => ({
  phase: 'waiting',
  mode,
  joinedAtMs: START,
  tolerance: 0.5,
});
const pass = (ms: number): Promise<void> => act(() => void vi.advanceTimersByTime(ms));

test('the ring counts down to the round by the server’s clock, and on by itself when no news comes', async () => {
  draw(fake, <WaitingScreen search={searching('roulette')} unconnected={null} />);
  expect(screen.getByRole('timer').textContent).toBe('7soniya');
  await pass(6_000);
  expect(screen.getByRole('timer').textContent).toBe('1soniya');
  await pass(1_500);
  expect(screen.getByRole('timer').textContent).toBe('0juftlayapmiz');
  await pass(2_000);
  expect(screen.getByRole('timer').textContent).toBe('18soniya');
});

test('a wider distance is offered after 45 s, one step, and a no is kept for another 45 s', async () => {
  draw(fake, <WaitingScreen search={searching('level')} unconnected={null} />);
  await pass(44_500);
  expect(screen.queryByRole('button', { name: 'Ha, 1.0 gacha' })).toBeNull();
  await pass(1_000);
  fireEvent.click(screen.getByRole('button', { name: 'Kutaman' }));
  await pass(40_000);
  expect(screen.queryByRole('button', { name: 'Ha, 1.0 gacha' })).toBeNull();
  await pass(6_000);
  fireEvent.click(screen.getByRole('button', { name: 'Ha, 1.0 gacha' }));
  expect(fake.calls.at(-1)).toEqual({ verb: 'queue.widen', given: [1] });
});

test('a refused offer stays and says why', async () => {
  fake.answer.refusal = aRefusal('OFFLINE');
  draw(fake, <WaitingScreen search={searching('level')} unconnected={null} />);
  await pass(45_000);
  fireEvent.click(screen.getByRole('button', { name: 'Ha, 1.0 gacha' }));
  await vi.waitFor(() =>
    expect(screen.getByRole('alert').textContent).toBe(
      'Serverga ulanib boʻlmadi. Internetni tekshirib koʻring.',
    ),
  );
});

test('a waiter who is cut off sees the ring stop, and reads how long the place is kept, once', async () => {
  draw(fake, <WaitingScreen search={searching('level')} unconnected={null} />);
  fake.connection.value = 'offline';
  fake.placeKeptUntilMs.value = START + 12_000;
  await pass(500);
  expect(screen.getByRole('timer').textContent).toBe('');
  expect(screen.getByRole('status').textContent).toBe('Aloqa uzildi');
  expect(screen.getByText('Oʻrningiz yana 12 soniya saqlanadi.')).toBeTruthy();
  await pass(5_000);
  expect(screen.getByText('Oʻrningiz yana 7 soniya saqlanadi.')).toBeTruthy();
  await pass(60_000);
  expect(screen.queryByRole('button', { name: 'Ha, 1.0 gacha' })).toBeNull();
  fake.connection.value = 'online';
  await pass(500);
  expect(screen.getByRole('timer').textContent).not.toBe('');
});

test('who starts searching without a connection is promised a place when it is back, not that one is kept', () => {
  fake.connection.value = 'offline';
  draw(fake, <WaitingScreen search={{ phase: 'joining', mode: 'roulette' }} unconnected={null} />);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Aloqa yoʻq');
  expect(screen.getByText('Tiklanishi bilan sizni navbatga qoʻshamiz.')).toBeTruthy();
  expect(screen.queryByText(/saqlanadi/)).toBeNull();
});

test('roulette is never asked to go further', async () => {
  draw(fake, <WaitingScreen search={searching('roulette')} unconnected={null} />);
  await pass(200_000);
  expect(screen.queryByText('Hozir darajangizda boʻsh odam yoʻq')).toBeNull();
});

test('who was put back hears why, and leaving puts the failed call away too', async () => {
  vi.useRealTimers();
  const ended = anEndedCall({ reason: 'connect_failed', requeued: true, talkMs: 0 });
  draw(fake, <WaitingScreen search={searching('roulette')} unconnected={ended} />);
  expect(screen.getByText('Dilnoza bilan ulanib boʻlmadi. Siz navbatning boshidasiz.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Navbatdan chiqish' }));
  await waitFor(() => {
    const verbs = fake.calls.map(({ verb }) => verb);
    expect(verbs).toContain('call.dismiss');
    expect(verbs).toContain('queue.leave');
  });
});
