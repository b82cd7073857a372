// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aPartner } from '../testing/builders.ts';
import { draw } from '../testing/Draw.tsx';
import type { FakeStores } from '../testing/fakeStores.ts';
import { aRefusal, createFakeStores } from '../testing/fakeStores.ts';
import { InviteSheet } from './InviteSheet.tsx';

const NOW = Date.parse('2026-11-22T09:00:00.000Z');
const person = aPartner();
const invitation = { inviteId: 'i1', person, expiresAtMs: NOW + 30_000 };
let fake: FakeStores;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  fake = createFakeStores(() => NOW);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const button = (name: string): HTMLElement => screen.getByRole('button', { name });
const heading = (): string | null => screen.getByRole('heading').textContent;

test('who is invited has half a minute, counted down, to say yes or no', async () => {
  fake.incoming.value = { ...invitation, phase: 'open' };
  draw(fake, <InviteSheet />);
  expect(heading()).toBe('Dilnoza yana gaplashmoqchi');
  expect(screen.getByRole('timer').textContent).toBe('30 soniyada javob bering');
  await act(() => void vi.advanceTimersByTime(7_000));
  expect(screen.getByRole('timer').textContent).toBe('23 soniyada javob bering');
  fireEvent.click(button('Gaplashamiz'));
  fireEvent.click(button('Hozir emas'));
  expect(fake.calls.map(({ verb }) => verb)).toEqual(['invites.accept', 'invites.decline']);
});

test('without a microphone it says how to allow it, and yes can be said again', () => {
  fake.incoming.value = { ...invitation, phase: 'no_microphone', why: 'refused' };
  draw(fake, <InviteSheet />);
  expect(heading()).toBe('Mikrofon ochilmadi');
  expect(screen.getAllByRole('listitem').length).toBe(3);
  fireEvent.click(button('Qayta urinish'));
  expect(fake.calls.at(-1)?.verb).toBe('invites.accept');
});

test('who invites sees the time run, and can give up', () => {
  fake.outgoing.value = { ...invitation, phase: 'waiting' };
  draw(fake, <InviteSheet />);
  expect(heading()).toBe('Dilnozani chaqiryapmiz');
  expect(screen.getByRole('timer').textContent).toBe('30 soniya kutamiz');
  fireEvent.click(button('Bekor qilish'));
  expect(fake.calls.at(-1)?.verb).toBe('invites.giveUp');
});

test.each([
  ['declined', 'Dilnoza hozir gaplasha olmaydi'],
  ['expired', 'Dilnoza javob bermadi'],
  ['cancelled', 'Taklif bekor boʻldi. Dilnoza bilan keyinroq gaplashasiz'],
] as const)('an invitation that was %s says so', (reason, words) => {
  fake.outgoing.value = { phase: 'over', person, reason };
  draw(fake, <InviteSheet />);
  expect(heading()).toBe(words);
});

test('a refusal says why', () => {
  fake.outgoing.value = { phase: 'refused', person, refusal: aRefusal('PARTNER_BUSY') };
  draw(fake, <InviteSheet />);
  expect(screen.getByText('U hozir boshqa suhbatda.')).toBeTruthy();
});

test('theirs comes before ours, but for two who ask each other', () => {
  fake.outgoing.value = { ...invitation, phase: 'waiting' };
  fake.incoming.value = { ...invitation, phase: 'open' };
  draw(fake, <InviteSheet />);
  expect(heading()).toBe('Dilnozani chaqiryapmiz');
  cleanup();
  const jasur = aPartner({ id: 'jasur', displayName: 'Jasur' });
  fake.incoming.value = { ...invitation, person: jasur, phase: 'open' };
  draw(fake, <InviteSheet />);
  expect(heading()).toBe('Jasur yana gaplashmoqchi');
});
