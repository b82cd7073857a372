import { expect, test } from 'vitest';
import type { ChatMessage } from '@suhbatdosh/server/contract';
import { aLostSocket, aRefusal } from '../api/aRefusal.ts';
import { createFakeConnection } from '../api/fakeConnection.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import { aSessionView } from '../call/aSessionView.ts';
import { aQueueStatus } from '../queue/aQueueStatus.ts';
import { createChatStore } from './createChatStore.ts';

const SESSION = aSessionView().id;

function setUp() {
  const clock = createVirtualClock();
  const connection = createFakeConnection();
  const errors: Error[] = [];
  const sent: string[] = [];
  const now = { sessionId: SESSION as string | null };
  let ids = 0;
  let messages = 0;
  /** As the server makes them: in its own order and with its own time. */
  const aMessage = (change: Partial<ChatMessage>): ChatMessage => {
    messages += 1;
    const sentAt = new Date(clock.now() + messages).toISOString();
    return {
      id: `m-${messages}`,
      sessionId: SESSION,
      from: 'partner',
      text: '',
      clientMessageId: `c-${messages}`,
      sentAt,
      ...change,
    };
  };
  const chat = createChatStore({
    clock,
    connection,
    newId: () => `mine-${++ids}`,
    userId: () => 'me',
    sessionId: () => now.sessionId,
    api: {
      session: {
        signal: async () => {},
        background: async () => {},
        takeOver: () => Promise.reject(new Error('not in this test')),
        connected: async () => {},
        end: async () => {},
        chat: async ({ text, clientMessageId }) => {
          sent.push(text);
          const error = errors.shift();
          if (error !== undefined) throw error;
          return aMessage({ from: 'me', text, clientMessageId });
        },
      },
    },
  });
  const shown = () =>
    chat.lines.value.map((line) => `${line.isMine ? 'me' : 'they'}: ${line.text} (${line.delivery})`);
  return { clock, connection, errors, sent, now, chat, shown, aMessage };
}

test('shows a line at once and marks it when the server has it', async () => {
  const { clock, chat, shown } = setUp();
  chat.send('  salom ');
  expect(shown()).toEqual(['me: salom (waiting)']);
  await clock.advance(0);
  expect(shown()).toEqual(['me: salom (sent)']);
});

test('an empty line, and one without a session, are not sent', async () => {
  const { clock, now, chat, sent } = setUp();
  chat.send('   ');
  now.sessionId = null;
  chat.send('salom');
  await clock.advance(0);
  expect(sent).toEqual([]);
  expect(chat.lines.value).toEqual([]);
});

test('a line that a cut took along is sent again and shown once', async () => {
  const { clock, connection, errors, chat, sent, shown, aMessage } = setUp();
  errors.push(aLostSocket());
  chat.send('salom');
  connection.state.value = 'connecting';
  await clock.advance(5_000);
  // The server had it: the event comes before the answer to the second sending.
  connection.emit({
    type: 'chat',
    message: aMessage({ from: 'me', text: 'salom', clientMessageId: 'mine-1' }),
  });
  connection.state.value = 'online';
  await clock.advance(0);
  expect(sent).toEqual(['salom', 'salom']);
  expect(shown()).toEqual(['me: salom (sent)']);
});

test('the server’s order rules; what it has not taken comes last', async () => {
  const { clock, connection, chat, shown, aMessage } = setUp();
  const first = aMessage({ text: 'one' });
  const second = aMessage({ text: 'two' });
  connection.emit({ type: 'chat', message: second });
  connection.state.value = 'offline';
  chat.send('later');
  connection.emit({ type: 'chat', message: first });
  await clock.advance(0);
  expect(shown()).toEqual(['they: one (sent)', 'they: two (sent)', 'me: later (waiting)']);
});

test('a line that the server will not take is marked', async () => {
  const { clock, errors, chat, shown } = setUp();
  errors.push(aRefusal('WRONG_INPUT'));
  chat.send('x');
  await clock.advance(0);
  expect(shown()).toEqual(['me: x (refused)']);
});

test('what the partner writes counts as unread until the chat is opened', () => {
  const { connection, chat, aMessage } = setUp();
  const message = aMessage({ text: 'one' });
  connection.emit({ type: 'chat', message });
  connection.emit({ type: 'chat', message });
  connection.emit({ type: 'chat', message: aMessage({ text: 'two' }) });
  expect(chat.unread.value).toBe(2);
  chat.setOpen(true);
  connection.emit({ type: 'chat', message: aMessage({ text: 'three' }) });
  expect(chat.unread.value).toBe(0);
});

test('a snapshot brings what was said before a reload, as read, and doubles nothing', () => {
  const { connection, chat, shown, aMessage } = setUp();
  const one = aMessage({ text: 'one' });
  const two = aMessage({ text: 'two' });
  const snapshot = (messages: ChatMessage[]) =>
    connection.emit({
      type: 'snapshot',
      queue: aQueueStatus(),
      session: aSessionView({ messages }),
      serverTime: one.sentAt,
    });
  snapshot([one]);
  expect(chat.unread.value).toBe(0);
  snapshot([one, two]);
  expect(chat.unread.value).toBe(1);
  expect(shown()).toEqual(['they: one (sent)', 'they: two (sent)']);
});

test('another session begins with an empty chat and sends nothing of the last', async () => {
  const { clock, connection, now, chat, sent, shown } = setUp();
  connection.state.value = 'offline';
  chat.send('old');
  now.sessionId = 'another';
  chat.followSession();
  expect(shown()).toEqual([]);
  connection.state.value = 'online';
  await clock.advance(10_000);
  expect(sent).toEqual([]);
});
