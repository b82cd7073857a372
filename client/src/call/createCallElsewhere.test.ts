import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { QueueStatus, SessionView } from '@suhbatdosh/server/contract';
import { aRefusal } from '../api/aRefusal.ts';
import { createFakeConnection } from '../api/fakeConnection.ts';
import { aQueueStatus } from '../queue/aQueueStatus.ts';
import { aSessionView } from './aSessionView.ts';
import type { CallState } from './CallStore.ts';
import { createCallElsewhere } from './createCallElsewhere.ts';

const VIEW = aSessionView();
const talkingAs = (id: string) => aQueueStatus({ state: 'in_session', mode: null, sessionId: id });
const call = { sessionId: VIEW.id, partner: VIEW.partner, mode: VIEW.mode };

function setUp() {
  const status = signal<QueueStatus | null>(null);
  const state = signal<CallState>({ phase: 'none' });
  const connection = createFakeConnection('tablet');
  const done: string[] = [];
  const answer: { error: Error | null } = { error: null };
  const elsewhere = createCallElsewhere({
    connection,
    status,
    call: state,
    microphone: {
      async open() {
        done.push('microphone open');
        return null;
      },
      close: () => void done.push('microphone closed'),
    },
    resume: ({ id }: SessionView) => void done.push(`resume ${id}`),
    api: {
      session: {
        signal: async () => {},
        connected: async () => {},
        background: async () => {},
        end: async () => {},
        chat: () => Promise.reject(new Error('not in this test')),
        async takeOver({ sessionId, deviceId }) {
          done.push(`take over ${sessionId} by ${deviceId}`);
          if (answer.error !== null) throw answer.error;
          return VIEW;
        },
      },
    },
  });
  return { status, state, connection, done, answer, elsewhere };
}

test('a call of another device is gone on with here', async () => {
  const { status, elsewhere, done } = setUp();
  expect(elsewhere.isThere.value).toBe(false);
  status.value = talkingAs(VIEW.id);
  expect(elsewhere.isThere.value).toBe(true);
  expect(await elsewhere.takeOver()).toBeNull();
  expect(done).toEqual(['microphone open', `take over ${VIEW.id} by tablet`, `resume ${VIEW.id}`]);
});

test('a call of this device is not elsewhere, nor is one that old numbers still name', () => {
  const { status, state, elsewhere } = setUp();
  state.value = { ...call, phase: 'talking', talkingSinceMs: 0 };
  status.value = talkingAs(VIEW.id);
  expect(elsewhere.isThere.value).toBe(false);
  state.value = { ...call, phase: 'ended', reason: 'left', requeued: false, talkMs: 1 };
  expect(elsewhere.isThere.value).toBe(false);
  state.value = { phase: 'none' };
  expect(elsewhere.isThere.value).toBe(false);
  status.value = talkingAs('00000000-0000-7000-8000-0000000000ff');
  expect(elsewhere.isThere.value).toBe(true);
});

test('a call that another device has taken can be taken back', () => {
  const { status, state, elsewhere } = setUp();
  state.value = { ...call, phase: 'talking', talkingSinceMs: 0 };
  state.value = { ...call, phase: 'ended', reason: 'taken_elsewhere', requeued: false, talkMs: 1 };
  status.value = talkingAs(VIEW.id);
  expect(elsewhere.isThere.value).toBe(true);
});

test('a call that is over meanwhile is no longer offered, and the microphone closes again', async () => {
  const { status, elsewhere, answer, done } = setUp();
  status.value = talkingAs(VIEW.id);
  answer.error = aRefusal('SESSION_OVER');
  expect((await elsewhere.takeOver())?.code).toBe('SESSION_OVER');
  expect(elsewhere.isThere.value).toBe(false);
  expect(done.at(-1)).toBe('microphone closed');
});

test('nothing is asked while the server is away', async () => {
  const { status, connection, elsewhere, done } = setUp();
  status.value = talkingAs(VIEW.id);
  connection.state.value = 'offline';
  expect((await elsewhere.takeOver())?.code).toBe('OFFLINE');
  expect(done).toEqual([]);
});
