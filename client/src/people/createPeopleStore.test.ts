import { expect, test } from 'vitest';
import type { Band, ListProfilesInput } from '@suhbatdosh/server/contract';
import { createFakeConnection } from '../api/fakeConnection.ts';
import { createMemoryKeyValueStore } from '../api/memoryKeyValueStore.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import { aPartner } from '../testing/builders.ts';
import { createPeopleStore } from './createPeopleStore.ts';

function setUp(band: Band | null = 5.5, device = createMemoryKeyValueStore()) {
  const clock = createVirtualClock();
  const asked: Partial<ListProfilesInput>[] = [];
  const server = { presence: 'online' as 'online' | 'in_session' };
  const people = createPeopleStore({
    clock,
    connection: createFakeConnection(),
    isHidden: () => false,
    device,
    userId: () => 'madina',
    myBand: () => band,
    api: {
      people: {
        async list(input) {
          asked.push(input);
          return { items: [aPartner({ presence: server.presence })], nextCursor: null };
        },
      },
    },
  });
  return { device, clock, asked, people, server };
}

const PAGE = { cursor: null, limit: 20 };

test('begins with those at my level who are here', async () => {
  const { clock, asked, people } = setUp();
  people.watch();
  await clock.advance(0);
  expect(asked).toEqual([{ ...PAGE, presence: 'online', minBand: 5, maxBand: 6 }]);
});

test('a level at the end of the scale has no band beyond it', async () => {
  const { clock, asked, people } = setUp(9);
  people.watch();
  await clock.advance(0);
  expect(asked[0]).toMatchObject({ minBand: 8.5, maxBand: 9 });
});

test('every filter asks for what it says', async () => {
  const { clock, asked, people } = setUp();
  people.setWho('here');
  await clock.advance(0);
  people.setWho('all');
  await clock.advance(0);
  expect(asked).toEqual([
    { ...PAGE, presence: 'online' },
    { ...PAGE, presence: 'any' },
  ]);
});

test('a search waits for the last letter and sends what was typed', async () => {
  const { clock, asked, people } = setUp();
  people.setWho('all');
  await clock.advance(0);
  for (const typed of ['o', 'o’', "o’g'iloy "]) {
    people.setSearch(typed);
    await clock.advance(100);
  }
  expect(asked.length).toBe(1);
  await clock.advance(300);
  expect(asked.slice(1)).toEqual([{ ...PAGE, presence: 'any', search: "o’g'iloy" }]);
  people.setSearch('  ');
  await clock.advance(300);
  expect(asked.at(-1)).toEqual({ ...PAGE, presence: 'any' });
});

test('presence is right within five seconds while somebody looks', async () => {
  const { clock, people, server } = setUp();
  const stop = people.watch();
  await clock.advance(0);
  server.presence = 'in_session';
  await clock.advance(5_000);
  expect(people.state.value).toMatchObject({ items: [{ presence: 'in_session' }] });
  stop();
  expect(clock.pending()).toBe(0);
});

test('without a network the people whom this device saw last are shown, but not as the answer to a search', async () => {
  const first = setUp();
  first.people.watch();
  await first.clock.advance(0);

  const later = setUp(5.5, first.device);
  later.people.watch();
  expect(later.people.state.value).toEqual({
    phase: 'shown',
    items: [aPartner({ presence: 'online' })],
    more: { step: 'none' },
  });
  later.people.setWho('all');
  expect(later.people.state.value.phase).toBe('loading');
});
