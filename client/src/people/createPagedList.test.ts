import { expect, test } from 'vitest';
import { aLostSocket } from '../api/aRefusal.ts';
import { createFakeConnection } from '../api/fakeConnection.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import { createPagedList } from './createPagedList.ts';

/** A server with the items 1 to `last`, whose cursor is the last one given. */
function setUp({ last = 5, pageSize = 2 } = {}) {
  const clock = createVirtualClock();
  const connection = createFakeConnection();
  const server = { last, isHidden: false, errors: [] as Error[], delayMs: 0 };
  const asked: string[] = [];
  const list = createPagedList<number>({
    clock,
    connection,
    pageSize,
    copy: null,
    isHidden: () => server.isHidden,
    async fetch({ cursor, limit }) {
      asked.push(`${cursor ?? 'start'} ${limit}`);
      const from = Number(cursor ?? 0) + 1;
      const all = Array.from({ length: server.last }, (_, index) => index + 1);
      await new Promise<void>((resolve) => void clock.after(server.delayMs, resolve));
      const error = server.errors.shift();
      if (error !== undefined) throw error;
      const items = all.slice(from - 1, from - 1 + limit);
      const end = items.at(-1) ?? 0;
      return { items, nextCursor: end < server.last ? String(end) : null };
    },
  });
  const shown = (): string => {
    const state = list.state.value;
    return state.phase === 'shown' ? `${state.items.join(' ')} (${state.more.step})` : state.phase;
  };
  return { clock, connection, server, asked, list, shown };
}

test('comes page by page to the end', async () => {
  const { clock, list, shown } = setUp();
  list.restart();
  expect(shown()).toBe('loading');
  await clock.advance(0);
  expect(shown()).toBe('1 2 (some)');
  list.more();
  expect(shown()).toBe('1 2 (loading)');
  await clock.advance(0);
  list.more();
  await clock.advance(0);
  expect(shown()).toBe('1 2 3 4 5 (none)');
  list.more();
  await clock.advance(0);
  expect(shown()).toBe('1 2 3 4 5 (none)');
});

test('while somebody looks, all that is shown is asked for again, and nothing else', async () => {
  const { clock, list, server, asked, shown } = setUp();
  const stop = list.watch(5_000);
  await clock.advance(0);
  list.more();
  await clock.advance(0);
  server.last = 3;
  await clock.advance(5_000);
  expect(asked).toEqual(['start 2', '2 2', 'start 4']);
  expect(shown()).toBe('1 2 3 (none)');
  stop();
  await clock.advance(60_000);
  expect(asked.length).toBe(3);
  expect(clock.pending()).toBe(0);
});

test('a long list is refreshed in the largest pages that the server gives', async () => {
  const { clock, list, asked, shown } = setUp({ last: 120, pageSize: 40 });
  list.watch(5_000);
  await clock.advance(0);
  list.more();
  await clock.advance(0);
  await clock.advance(5_000);
  expect(asked.slice(2)).toEqual(['start 50', '50 40']);
  expect(shown().endsWith(' 90 (some)')).toBe(true);
});

test('nobody is asked while the page is hidden or the server is away', async () => {
  const { clock, list, server, connection, asked } = setUp();
  list.watch(5_000);
  await clock.advance(0);
  server.isHidden = true;
  await clock.advance(20_000);
  server.isHidden = false;
  connection.state.value = 'offline';
  await clock.advance(20_000);
  expect(asked.length).toBe(1);
  connection.state.value = 'online';
  await clock.advance(5_000);
  expect(asked.length).toBe(2);
});

test('the first page is fetched as soon as the server is there', async () => {
  const { clock, list, connection, shown } = setUp();
  connection.state.value = 'offline';
  list.restart();
  await clock.advance(30_000);
  expect(shown()).toBe('loading');
  connection.state.value = 'online';
  await clock.advance(0);
  expect(shown()).toBe('1 2 (some)');
});

test('a failure is told, and heals by itself while somebody looks', async () => {
  const { clock, list, server, shown } = setUp();
  server.errors.push(aLostSocket());
  list.watch(5_000);
  await clock.advance(0);
  expect(shown()).toBe('failed');
  await clock.advance(5_000);
  expect(shown()).toBe('1 2 (some)');
});

test('a page that failed leaves what is shown, and can be asked for again', async () => {
  const { clock, list, server, shown } = setUp();
  list.restart();
  await clock.advance(0);
  server.errors.push(aLostSocket());
  list.more();
  await clock.advance(0);
  expect(shown()).toBe('1 2 (failed)');
  list.more();
  await clock.advance(0);
  expect(shown()).toBe('1 2 3 4 (some)');
});

test('more that is wanted during a refresh comes after it', async () => {
  const { clock, list, server, shown } = setUp();
  list.watch(5_000);
  await clock.advance(0);
  server.delayMs = 1_000;
  await clock.advance(5_000);
  list.more();
  expect(shown()).toBe('1 2 (some)');
  await clock.advance(2_000);
  expect(shown()).toBe('1 2 3 4 (some)');
});

test('an answer to an earlier question changes nothing', async () => {
  const { clock, list, server, shown } = setUp();
  server.delayMs = 1_000;
  list.restart();
  await clock.advance(500);
  server.last = 1;
  list.restart();
  server.errors.push(aLostSocket());
  await clock.advance(500);
  expect(shown()).toBe('loading');
  await clock.advance(500);
  expect(shown()).toBe('1 (none)');
});
