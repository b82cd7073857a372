import { expect, test } from 'vitest';
import type { Again, RateInput } from '@suhbatdosh/server/contract';
import { aLostSocket, aRefusal } from '../api/aRefusal.ts';
import { createFakeConnection } from '../api/fakeConnection.ts';
import { createMemoryKeyValueStore } from '../api/memoryKeyValueStore.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import { aPastTalk } from '../testing/builders.ts';
import { createHistoryStore } from './createHistoryStore.ts';

function setUp(device = createMemoryKeyValueStore()) {
  const clock = createVirtualClock();
  const connection = createFakeConnection();
  const server = { again: 'me' as Again, errors: [] as Error[] };
  const sent: RateInput[] = [];
  const history = createHistoryStore({
    clock,
    connection,
    isHidden: () => false,
    device,
    userId: () => 'madina',
    api: {
      history: {
        list: async () => ({ items: [aPastTalk()], nextCursor: null }),
        async rate(input) {
          sent.push(input);
          const error = server.errors.shift();
          if (error !== undefined) throw error;
          return { again: server.again };
        },
      },
    },
  });
  const first = () => {
    const state = history.state.value;
    return state.phase === 'shown' ? state.items[0] : undefined;
  };
  return { device, clock, connection, server, sent, history, first };
}

const GOOD: RateInput = { sessionId: 's1', rating: 'good', again: true };

test('a rating shows at once, and the list learns what came of it', async () => {
  const { clock, history, server, first } = setUp();
  history.watch('closely');
  await clock.advance(0);
  server.again = 'mutual';
  history.rate(GOOD);
  expect(history.verdicts.value.get('s1')).toEqual({
    rating: 'good',
    again: true,
    answer: { step: 'sending' },
  });
  await clock.advance(0);
  expect(history.verdicts.value.get('s1')?.answer).toEqual({ step: 'kept', again: 'mutual' });
  expect(first()).toMatchObject({ rating: 'good', again: 'mutual' });
});

test('a rating outlives a cut', async () => {
  const { clock, connection, history, server, sent } = setUp();
  server.errors.push(aLostSocket());
  history.rate(GOOD);
  await clock.advance(0);
  connection.state.value = 'connecting';
  await clock.advance(30_000);
  connection.state.value = 'online';
  await clock.advance(0);
  expect(sent).toEqual([GOOD, GOOD]);
  expect(history.verdicts.value.get('s1')?.answer.step).toBe('kept');
});

test('the last word counts, whatever was answered to an earlier one', async () => {
  const { clock, history, server, sent } = setUp();
  server.errors.push(aRefusal('RATING_CLOSED'));
  const second: RateInput = { ...GOOD, rating: 'fair', again: false };
  history.rate(GOOD);
  server.again = 'none';
  history.rate(second);
  await clock.advance(0);
  expect(sent).toEqual([GOOD, second]);
  expect(history.verdicts.value.get('s1')).toEqual({
    rating: 'fair',
    again: false,
    answer: { step: 'kept', again: 'none' },
  });
});

test('a refusal is told', async () => {
  const { clock, history, server } = setUp();
  server.errors.push(aRefusal('RATING_CLOSED'));
  history.rate(GOOD);
  await clock.advance(0);
  expect(history.verdicts.value.get('s1')?.answer).toMatchObject({
    step: 'refused',
    refusal: { code: 'RATING_CLOSED' },
  });
});

test('nothing of one learner is left for the next', async () => {
  const { clock, connection, history, sent } = setUp();
  history.watch('closely');
  await clock.advance(0);
  connection.state.value = 'offline';
  history.rate(GOOD);
  history.reset();
  connection.state.value = 'online';
  await clock.advance(1_000);
  expect(sent).toEqual([]);
  expect(history.verdicts.value.size).toBe(0);
});

test('without a network the talks that this device saw last are shown, and forgotten at the logout', async () => {
  const first = setUp();
  first.history.watch('closely');
  await first.clock.advance(0);

  const later = setUp(first.device);
  later.connection.state.value = 'offline';
  later.history.watch('closely');
  expect(later.first()).toEqual(aPastTalk());

  later.history.reset();
  const nobody = setUp(first.device);
  nobody.connection.state.value = 'offline';
  nobody.history.watch('closely');
  expect(nobody.history.state.value.phase).toBe('loading');
});
