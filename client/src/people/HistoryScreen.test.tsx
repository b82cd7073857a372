// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import type { PastSession } from '@suhbatdosh/server/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aPartner, aPastTalk } from '../testing/builders.ts';
import { draw } from '../testing/Draw.tsx';
import type { FakeStores } from '../testing/fakeStores.ts';
import { createFakeStores } from '../testing/fakeStores.ts';
import { HistoryScreen } from './HistoryScreen.tsx';

/** A Sunday. */
const NOW = new Date(2026, 10, 22, 12).getTime();
const HOUR_MS = 3_600_000;
let fake: FakeStores;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  fake = createFakeStores(() => NOW);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const talk = (hoursAgo: number, change: Partial<PastSession> = {}): PastSession =>
  aPastTalk({
    id: `t${hoursAgo}`,
    startedAt: new Date(NOW - hoursAgo * HOUR_MS).toISOString(),
    endedAt: new Date(NOW - hoursAgo * HOUR_MS).toISOString(),
    ...change,
  });
const list = (items: readonly PastSession[], step: 'none' | 'some' = 'none'): void => {
  fake.history.value = { phase: 'shown', items, more: { step } };
};
const both = { rating: 'good', again: 'mutual' } as const;
const askAgain = 'Yana: Dilnozani suhbatga taklif qilish';

test('says how long one talked this week, and stands the talks under their days', () => {
  list([talk(1), talk(20), talk(25, { talkMs: 0 }), talk(24 * 8)]);
  draw(fake, <HistoryScreen />);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Bu hafta 24\u00a0daqiqa gapirdingiz');
  expect(screen.getAllByRole('heading', { level: 2 }).map((day) => day.textContent)).toEqual([
    'Bugun',
    'Kecha',
    '14-noyabr',
  ]);
  const days = screen.getByRole('list', { name: 'Hafta kunlari' });
  expect([...days.children].map((day) => day.textContent)).toEqual([
    'Du0\u00a0ta suhbat',
    'Se0\u00a0ta suhbat',
    'Ch0\u00a0ta suhbat',
    'Pa0\u00a0ta suhbat',
    'Ju0\u00a0ta suhbat',
    'Sh1\u00a0ta suhbat',
    'Ya1\u00a0ta suhbat',
  ]);
});

test('talking again is offered where both want it and the other is free', () => {
  list([talk(1, both)]);
  draw(fake, <HistoryScreen />);
  fireEvent.click(screen.getByRole('button', { name: askAgain }));
  expect(fake.calls.at(-1)).toEqual({ verb: 'invites.invite', given: [aPartner().id] });
});

test.each([
  ['only one of the two wants it', { rating: 'good', again: 'me' }, 'online'],
  ['the other is in a talk', both, 'in_session'],
  ['the other is away', both, 'offline'],
] as const)('it is not offered where %s', (_, said, presence) => {
  list([talk(1, { ...said, partner: aPartner({ presence }) })]);
  draw(fake, <HistoryScreen />);
  expect(screen.queryByRole('button', { name: askAgain })).toBeNull();
});

test('an account that is gone leaves its talk, without a way to it', () => {
  list([talk(1, { partner: null })]);
  draw(fake, <HistoryScreen />);
  expect(screen.getByText('Hisobi endi koʻrinmaydi')).toBeTruthy();
  expect(screen.queryAllByRole('button')).toEqual([]);
});

test('a talk can be rated for a day, and no longer', () => {
  list([talk(23), talk(25)]);
  draw(fake, <HistoryScreen />);
  const [fresh, old] = screen.getAllByRole('button', { name: /Dilnoza/ });
  if (fresh === undefined || old === undefined) throw new Error('two rows are expected');
  fireEvent.click(fresh);
  expect(screen.getAllByRole('radio').length).toBe(3);
  fireEvent.click(screen.getByRole('button', { name: 'Yopish' }));
  fireEvent.click(old);
  expect(screen.queryAllByRole('radio')).toEqual([]);
});

test('the rest of the week is fetched by itself, older talks only when they are wanted', () => {
  list([talk(1), talk(20)], 'some');
  draw(fake, <HistoryScreen />);
  expect(fake.calls.filter(({ verb }) => verb === 'history.more').length).toBe(1);
  cleanup();
  fake.calls.length = 0;
  list([talk(1), talk(24 * 8)], 'some');
  draw(fake, <HistoryScreen />);
  expect(fake.calls.map(({ verb }) => verb)).not.toContain('history.more');
  fireEvent.click(screen.getByRole('button', { name: 'Yana koʻrsatish' }));
  expect(fake.calls.at(-1)?.verb).toBe('history.more');
});

test('before the first talk it says what will be here', () => {
  list([]);
  draw(fake, <HistoryScreen />);
  expect(screen.getByText('Birinchi suhbatingiz shu yerda koʻrinadi.')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Suhbatdosh topish' }).getAttribute('href')).toBe('/');
});

test('while the server is away it says when the talks will be here', () => {
  fake.connection.value = 'offline';
  draw(fake, <HistoryScreen />);
  expect(screen.getByText('Aloqa tiklangach, shu yerda koʻrinadi.')).toBeTruthy();
});
