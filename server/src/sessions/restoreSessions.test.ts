import { expect, test } from 'vitest';
import type { ChatMessage } from '../contract/index.ts';
import { aLearner, aCard, anId } from '../testing/builders.ts';
import { createMemorySessionStore } from './memorySessionStore.ts';
import { restoreSessions } from './restoreSessions.ts';
import type { SessionArchive, UnfinishedSession } from './SessionArchive.ts';

const NOW = 100_000_000;

function aRow(fields: Partial<UnfinishedSession> = {}): UnfinishedSession {
  const members = [anId(), anId()].map((userId) => ({ userId, deviceId: `phone-of-${userId}` }));
  return { id: anId(), mode: 'level', startedAt: NOW - 60_000, members, ...fields };
}

async function restore(rows: UnfinishedSession[], messages: ChatMessage[] = []) {
  const closed: string[] = [];
  const nothing = async (): Promise<void> => {};
  const archive: SessionArchive = {
    moved: async () => {},
    begun: nothing,
    ended: nothing,
    wrote: nothing,
    forgetChat: nothing,
    wasMember: async () => false,
    messages: async (sessionId) => messages.filter((message) => message.sessionId === sessionId),
    unfinished: async () => rows,
    closed: async (sessionId) => void closed.push(sessionId),
  };
  const store = createMemorySessionStore();
  await restoreSessions({
    archive,
    store,
    insert: (session) => store.insert(session),
    loadLearner: async (userId) => aLearner({ card: aCard({ id: userId }) }),
    now: NOW,
  });
  return { store, closed };
}

test('a restart takes up the sessions that it has cut, with their chat, and gives both the time to come back', async () => {
  const row = aRow();
  const userId = row.members[0]?.userId ?? '';
  const message: ChatMessage = {
    id: anId(),
    sessionId: row.id,
    from: userId,
    text: 'Still there?',
    clientMessageId: anId(),
    sentAt: '2026-01-01T00:00:00.000Z',
  };
  const { store, closed } = await restore([row], [message]);
  const session = await store.ofUser(userId);
  expect(session).toMatchObject({ id: row.id, members: [{ userId, awaySince: NOW }, { awaySince: NOW }] });
  expect(await store.messages(row.id)).toEqual([message]);
  expect(await store.due(NOW + 44_999)).toEqual([]);
  expect(await store.due(NOW + 45_000)).toEqual([row.id]);
  expect(closed).toEqual([]);
});

test('what nobody can take up is closed: an old one, one of a deleted account, one without a known device', async () => {
  const rows = [
    aRow({ startedAt: NOW - 7 * 3_600_000 }),
    aRow({
      members: [
        { userId: null, deviceId: 'phone' },
        { userId: anId(), deviceId: 'phone' },
      ],
    }),
    aRow({
      members: [
        { userId: anId(), deviceId: null },
        { userId: anId(), deviceId: 'phone' },
      ],
    }),
  ];
  const { store, closed } = await restore(rows);
  expect(closed).toEqual(rows.map((row) => row.id));
  expect(await store.count()).toBe(0);
});
