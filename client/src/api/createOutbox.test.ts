import { expect, test } from 'vitest';
import { aLostSocket, aRefusal } from './aRefusal.ts';
import { createOutbox } from './createOutbox.ts';
import { createFakeConnection } from './fakeConnection.ts';
import { createVirtualClock } from './virtualClock.ts';

/** A server that takes what it is sent unless told otherwise. */
function setUp() {
  const clock = createVirtualClock();
  const connection = createFakeConnection();
  const taken: string[] = [];
  const refused: string[] = [];
  const answers: (() => Promise<unknown>)[] = [];
  const outbox = createOutbox<string>({
    send: async (item) => {
      const answer = answers.shift();
      if (answer !== undefined) await answer();
      taken.push(item);
    },
    onRefused: (item, { code }) => refused.push(`${item} ${code}`),
    connection,
    clock,
  });
  const loseOnce = (times: number) => {
    for (let time = 0; time < times; time++) answers.push(() => Promise.reject(aLostSocket()));
  };
  return { clock, connection, taken, refused, answers, outbox, loseOnce };
}

test('sends at once and does not wait for answers', async () => {
  const { clock, outbox, taken } = setUp();
  outbox.push('a');
  outbox.push('b');
  await clock.advance(0);
  expect(taken).toEqual(['a', 'b']);
});

test('what a lost socket took along is sent again in order when the connection is back', async () => {
  const { clock, connection, outbox, taken, loseOnce } = setUp();
  loseOnce(3);
  outbox.push('a');
  outbox.push('b');
  outbox.push('c');
  connection.state.value = 'connecting';
  outbox.push('d');
  await clock.advance(10_000);
  expect(taken).toEqual([]);
  connection.state.value = 'online';
  await clock.advance(0);
  expect(taken).toEqual(['a', 'b', 'c', 'd']);
});

test('an item is not sent twice when its neighbour was lost', async () => {
  const { clock, outbox, taken, loseOnce } = setUp();
  loseOnce(1);
  outbox.push('a');
  outbox.push('b');
  await clock.advance(1_000);
  expect(taken).toEqual(['b', 'a']);
});

test('what is pushed while offline waits', async () => {
  const { clock, connection, outbox, taken } = setUp();
  connection.state.value = 'offline';
  outbox.push('a');
  await clock.advance(60_000);
  expect(taken).toEqual([]);
  connection.state.value = 'online';
  await clock.advance(0);
  expect(taken).toEqual(['a']);
});

test('a refusal is told and does not hold up the next', async () => {
  const { clock, outbox, taken, refused, answers } = setUp();
  answers.push(() => Promise.reject(aRefusal('SESSION_OVER')));
  outbox.push('a');
  outbox.push('b');
  await clock.advance(0);
  expect({ taken, refused }).toEqual({ taken: ['b'], refused: ['a SESSION_OVER'] });
});

test('a limit is waited for as long as the server says', async () => {
  const { clock, outbox, taken, answers } = setUp();
  answers.push(() => Promise.reject(aRefusal('TOO_MANY_REQUESTS', { retryAfterMs: 4_000 })));
  outbox.push('a');
  await clock.advance(3_999);
  expect(taken).toEqual([]);
  await clock.advance(1);
  expect(taken).toEqual(['a']);
});

test('a fault of the server is tried three times', async () => {
  const { clock, outbox, refused, answers } = setUp();
  for (let time = 0; time < 3; time++)
    answers.push(() => Promise.reject(aRefusal('UNEXPECTED', { appCode: 0 })));
  outbox.push('a');
  await clock.advance(1_999);
  expect(refused).toEqual([]);
  await clock.advance(1);
  expect(refused).toEqual(['a UNEXPECTED']);
});

test('what was cleared is neither sent again nor told of', async () => {
  const { clock, outbox, taken, refused, loseOnce } = setUp();
  loseOnce(1);
  outbox.push('a');
  outbox.clear();
  await clock.advance(10_000);
  expect({ taken, refused, timers: clock.pending() }).toEqual({ taken: [], refused: [], timers: 0 });
});
