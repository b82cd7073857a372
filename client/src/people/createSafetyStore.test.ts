import { expect, test } from 'vitest';
import type { PublicProfile } from '@suhbatdosh/server/contract';
import { aLostSocket, aRefusal } from '../api/aRefusal.ts';
import { createFakeConnection } from '../api/fakeConnection.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import { aPartner } from '../testing/builders.ts';
import { createSafetyStore } from './createSafetyStore.ts';

function setUp() {
  const clock = createVirtualClock();
  const connection = createFakeConnection();
  const done: string[] = [];
  const errors: Error[] = [];
  const server = { blocked: [aPartner()] as PublicProfile[] };
  const answer = async (what: string): Promise<void> => {
    const error = errors.shift();
    if (error !== undefined) throw error;
    done.push(what);
  };
  const safety = createSafetyStore({
    clock,
    connection,
    onKeptAway: (userId) => done.push(`end with ${userId}`),
    api: {
      safety: {
        block: (userId) => answer(`block ${userId}`),
        unblock: (userId) => answer(`unblock ${userId}`),
        report: ({ userId, reason }) => answer(`report ${userId} ${reason}`),
        async blocked() {
          await answer('blocked');
          return server.blocked;
        },
      },
    },
  });
  return { clock, connection, done, errors, safety };
}

test('a block ends what runs at once and is sent when the server is back', async () => {
  const { clock, connection, done, safety } = setUp();
  connection.state.value = 'offline';
  safety.block('p');
  expect(done).toEqual(['end with p']);
  expect(safety.steps.value.get('p')).toEqual({ what: 'block', step: 'sending' });
  expect(safety.keptAway.value.has('p')).toBe(true);
  await clock.advance(10_000);
  connection.state.value = 'online';
  await clock.advance(0);
  expect(done).toEqual(['end with p', 'block p']);
  expect(safety.steps.value.get('p')).toEqual({ what: 'block', step: 'done' });
});

test('a report that was lost on the way is sent again', async () => {
  const { clock, done, errors, safety } = setUp();
  errors.push(aLostSocket());
  safety.report({ userId: 'p', sessionId: 's', reason: 'insult' });
  await clock.advance(1_000);
  expect(done).toEqual(['end with p', 'report p insult']);
});

test('who could not be blocked is shown again, and it can be tried once more', async () => {
  const { clock, errors, safety } = setUp();
  errors.push(aRefusal('NOT_FOUND'));
  safety.block('p');
  await clock.advance(0);
  expect(safety.steps.value.get('p')).toMatchObject({ step: 'refused', refusal: { code: 'NOT_FOUND' } });
  expect(safety.keptAway.value.has('p')).toBe(false);
  safety.tryAgain('p');
  await clock.advance(0);
  expect(safety.steps.value.get('p')?.step).toBe('done');
});

test('the list of the blocked loses who is let back in', async () => {
  const { clock, errors, safety } = setUp();
  const { id } = aPartner();
  errors.push(aLostSocket());
  await safety.loadBlocked();
  expect(safety.blocked.value.phase).toBe('failed');
  await safety.loadBlocked();
  expect(safety.blocked.value).toEqual({ phase: 'shown', people: [aPartner()] });
  safety.block(id);
  await clock.advance(0);
  expect(await safety.unblock(id)).toBe(null);
  expect(safety.blocked.value).toEqual({ phase: 'shown', people: [] });
  expect(safety.keptAway.value.has(id)).toBe(false);
});

test('an unblock that did not work says why and changes nothing', async () => {
  const { errors, safety } = setUp();
  await safety.loadBlocked();
  errors.push(aLostSocket());
  expect((await safety.unblock(aPartner().id))?.code).toBe('OFFLINE');
  expect(safety.blocked.value).toMatchObject({ people: [{ id: aPartner().id }] });
});
