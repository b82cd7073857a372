import { expect, test } from 'vitest';
import type { Mode, QueueStatus } from '@suhbatdosh/server/contract';
import { aLostSocket, aRefusal } from '../api/aRefusal.ts';
import { createTabPlace } from '../api/createTabPlace.ts';
import { createFakeConnection } from '../api/fakeConnection.ts';
import { createMemoryKeyValueStore } from '../api/memoryKeyValueStore.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import { aSessionView } from '../call/aSessionView.ts';
import type { MicrophoneTrouble } from '../call/Microphone.ts';
import { aQueueStatus } from './aQueueStatus.ts';
import { createQueueStore } from './createQueueStore.ts';

const JOINED_AT = '2026-01-01T00:00:05.000Z';
const waiting = (mode: Mode = 'roulette'): QueueStatus =>
  aQueueStatus({ state: 'waiting', mode, joinedAt: JOINED_AT, tolerance: mode === 'level' ? 0.5 : null });

function setUp({ isMine = false } = {}) {
  const clock = createVirtualClock();
  const connection = createFakeConnection();
  const tab = createMemoryKeyValueStore();
  const place = createTabPlace(tab, () => connection.deviceId);
  if (isMine) place.take();
  const asked: string[] = [];
  let isMicrophoneOpen = false;
  const errors: Error[] = [];
  const server = { status: waiting(), trouble: null as MicrophoneTrouble | null };
  const answer = async (what: string): Promise<QueueStatus> => {
    asked.push(what);
    const error = errors.shift();
    if (error !== undefined) throw error;
    return server.status;
  };
  const queue = createQueueStore({
    clock,
    connection,
    place,
    microphone: {
      open: async () => {
        if (isMicrophoneOpen) return null;
        asked.push('microphone');
        isMicrophoneOpen = server.trouble === null;
        return server.trouble;
      },
    },
    api: {
      queue: {
        join({ mode, deviceId, prepares }) {
          expect(prepares).toBe(true);
          return answer(`join ${mode} ${deviceId}`);
        },
        widen: ({ tolerance }) => answer(`widen ${tolerance}`),
        leave: () => answer('leave'),
        status: () => answer('status'),
      },
    },
  });
  const snapshot = (status: QueueStatus) =>
    connection.emit({ type: 'snapshot', queue: status, session: null, serverTime: JOINED_AT });
  return { clock, connection, queue, place, asked, errors, server, snapshot };
}

const WAITING = { phase: 'waiting', mode: 'roulette', joinedAtMs: Date.parse(JOINED_AT), tolerance: 0.5 };

test('opens the microphone, then joins, then waits', async () => {
  const { clock, queue, asked, place } = setUp();
  const phases: string[] = [];
  queue.state.subscribe(({ phase }) => phases.push(phase));
  await queue.find('roulette');
  await clock.advance(0);
  expect(phases).toEqual(['idle', 'asking_microphone', 'joining', 'waiting']);
  expect(asked).toEqual(['microphone', 'join roulette device-1']);
  expect(queue.state.value).toEqual(WAITING);
  expect(place.isMine()).toBe(true);
});

test('searches from the moment when it asks for a place until it is matched or leaves', async () => {
  const { clock, connection, queue } = setUp();
  const seen: [string, boolean][] = [];
  queue.state.subscribe(({ phase }) => seen.push([phase, queue.isSearching()]));
  await queue.find('level');
  await clock.advance(0);
  expect(seen).toEqual([
    ['idle', false],
    ['asking_microphone', false],
    ['joining', true],
    ['waiting', true],
  ]);
  connection.emit({ type: 'matched', session: aSessionView() });
  expect(queue.isSearching()).toBe(false);
  await queue.find('level');
  await clock.advance(0);
  connection.state.value = 'offline';
  await queue.leave();
  expect(queue.isSearching()).toBe(false);
});

test('without a microphone nobody is asked to wait', async () => {
  const { queue, asked, server } = setUp();
  server.trouble = 'refused';
  await queue.find('level');
  expect(queue.state.value).toEqual({ phase: 'no_microphone', mode: 'level', why: 'refused' });
  expect(asked).toEqual(['microphone']);
});

test('joins as soon as the connection is there', async () => {
  const { clock, connection, queue, asked } = setUp();
  connection.state.value = 'offline';
  await queue.find('roulette');
  await clock.advance(60_000);
  expect(asked).toEqual(['microphone']);
  connection.state.value = 'online';
  await clock.advance(0);
  expect(queue.state.value.phase).toBe('waiting');
});

test('joins again when the stream was not there yet, or the socket was lost', async () => {
  const { clock, queue, asked, errors } = setUp();
  errors.push(aRefusal('NO_EVENT_STREAM'), aLostSocket());
  await queue.find('roulette');
  await clock.advance(1_000);
  expect(asked.filter((what) => what.startsWith('join')).length).toBe(3);
  expect(queue.state.value.phase).toBe('waiting');
});

test('a refusal is shown, and find is the way to try again', async () => {
  const { clock, queue, errors, place } = setUp();
  errors.push(aRefusal('GENDER_NEEDED'));
  await queue.find('roulette');
  await clock.advance(0);
  expect(queue.state.value).toMatchObject({ phase: 'refused', refusal: { code: 'GENDER_NEEDED' } });
  expect(place.isMine()).toBe(false);
  await queue.find('roulette');
  await clock.advance(0);
  expect(queue.state.value.phase).toBe('waiting');
});

test('leaving shows at once and is told until the server has heard it', async () => {
  const { clock, connection, queue, asked, errors } = setUp();
  await queue.find('roulette');
  await clock.advance(0);
  errors.push(aLostSocket());
  await queue.leave();
  expect(queue.state.value).toEqual({ phase: 'idle' });
  expect(queue.acceptsMatch()).toBe(false);
  connection.state.value = 'connecting';
  await clock.advance(30_000);
  connection.state.value = 'online';
  await clock.advance(0);
  expect(asked.filter((what) => what === 'leave').length).toBe(2);
  expect(queue.acceptsMatch()).toBe(true);
});

test('an answer to a join that was left meanwhile changes nothing', async () => {
  const { clock, queue } = setUp();
  await queue.find('roulette');
  await queue.leave();
  await clock.advance(1_000);
  expect(queue.state.value).toEqual({ phase: 'idle' });
});

test('a reload while waiting shows waiting again, with the microphone open', async () => {
  const { clock, queue, asked, snapshot } = setUp({ isMine: true });
  snapshot(waiting());
  await clock.advance(0);
  expect(queue.state.value).toEqual(WAITING);
  expect(asked).toEqual(['microphone']);
});

test('a reload after which the microphone is refused gives the place back', async () => {
  const { clock, queue, asked, server, snapshot } = setUp({ isMine: true });
  server.trouble = 'refused';
  snapshot(waiting());
  await clock.advance(0);
  expect(queue.state.value).toEqual({ phase: 'no_microphone', mode: 'roulette', why: 'refused' });
  expect(asked).toEqual(['microphone', 'leave']);
});

test('another tab’s place is not ours', () => {
  const { queue, snapshot } = setUp();
  snapshot(waiting());
  expect(queue.state.value).toEqual({ phase: 'idle' });
  expect(queue.status.value?.state).toBe('waiting');
});

test('a server that comes back without its queue within the grace is asked for a place again', async () => {
  const { clock, connection, queue, asked, place, snapshot } = setUp();
  await queue.find('roulette');
  await clock.advance(0);
  connection.state.value = 'connecting';
  const keptUntilMs = clock.now() + 15_000;
  expect(queue.placeKeptUntilMs.value).toBe(keptUntilMs);
  await clock.advance(14_000);
  expect(queue.placeKeptUntilMs.value).toBe(keptUntilMs);
  connection.state.value = 'online';
  snapshot(aQueueStatus());
  expect(queue.state.value).toEqual({ phase: 'joining', mode: 'roulette' });
  await clock.advance(60_000);
  expect(queue.state.value).toEqual(WAITING);
  expect(queue.placeKeptUntilMs.value).toBeNull();
  expect(place.isMine()).toBe(true);
  expect(asked.filter((what) => what.startsWith('join')).length).toBe(2);
});

test('after the whole grace the place is lost, the server hears so when it is back, and leave puts that away', async () => {
  const { clock, connection, queue, snapshot, asked } = setUp();
  await queue.find('roulette');
  await clock.advance(0);
  connection.state.value = 'connecting';
  await clock.advance(14_999);
  expect(queue.state.value.phase).toBe('waiting');
  await clock.advance(1);
  expect(queue.state.value).toEqual({ phase: 'lost', mode: 'roulette', why: 'expired' });
  expect(queue.acceptsMatch()).toBe(false);
  connection.state.value = 'online';
  snapshot(waiting());
  await clock.advance(0);
  expect(queue.state.value.phase).toBe('lost');
  expect(asked.filter((what) => what === 'leave').length).toBe(1);
  await queue.leave();
  expect(queue.state.value).toEqual({ phase: 'idle' });
  expect(asked.filter((what) => what === 'leave').length).toBe(1);
});

test('who tries again before the server could be told asks only for the new place', async () => {
  const { clock, connection, queue, asked } = setUp();
  await queue.find('roulette');
  await clock.advance(0);
  connection.state.value = 'offline';
  await clock.advance(15_000);
  await queue.find('level');
  connection.state.value = 'online';
  await clock.advance(0);
  expect(asked).toEqual(['microphone', 'join roulette device-1', 'join level device-1']);
  expect(queue.acceptsMatch()).toBe(true);
});

test('a cut that nobody waits through changes nothing', async () => {
  const { clock, connection, queue, asked } = setUp();
  connection.state.value = 'offline';
  await clock.advance(60_000);
  expect(queue.state.value).toEqual({ phase: 'idle' });
  expect(asked).toEqual([]);
});

test('a place that ended while we were away is lost, however short that was', async () => {
  const { clock, connection, queue, snapshot, asked } = setUp();
  await queue.find('roulette');
  await clock.advance(0);
  connection.state.value = 'connecting';
  await clock.advance(1_000);
  connection.state.value = 'online';
  connection.emit({ type: 'queue_left', reason: 'expired' });
  snapshot(aQueueStatus());
  await clock.advance(0);
  expect(queue.state.value).toEqual({ phase: 'lost', mode: 'roulette', why: 'expired' });
  expect(asked.filter((what) => what.startsWith('join')).length).toBe(1);
});

test('a round is as long as the server says', () => {
  const { queue, snapshot } = setUp();
  expect(queue.roundMs.value).toBe(20_000);
  snapshot(aQueueStatus({ roundMs: 30_000 }));
  expect(queue.roundMs.value).toBe(30_000);
});

test('another device that takes the place over is told', async () => {
  const { clock, connection, queue } = setUp();
  await queue.find('roulette');
  await clock.advance(0);
  connection.emit({ type: 'taken_elsewhere', deviceId: 'device-1' });
  expect(queue.state.value.phase).toBe('waiting');
  connection.emit({ type: 'taken_elsewhere', deviceId: 'device-2' });
  expect(queue.state.value).toEqual({ phase: 'lost', mode: 'roulette', why: 'taken_elsewhere' });
});

test('a match ends the waiting, and a partner who never came brings the place back', async () => {
  const { clock, connection, queue, asked } = setUp();
  await queue.find('roulette');
  await clock.advance(0);
  connection.emit({ type: 'matched', session: aSessionView() });
  expect(queue.state.value).toEqual({ phase: 'idle' });
  const { id: sessionId } = aSessionView();
  connection.emit({ type: 'session_ended', sessionId, reason: 'connect_failed', requeued: true });
  expect(queue.state.value).toEqual(WAITING);
  await clock.advance(0);
  expect(asked).toContain('status');
  await queue.leave();
  await clock.advance(0);
  expect(asked.at(-1)).toBe('leave');
});

test('who is put back after a reload waits at once, and hears when the place is gone after all', async () => {
  const { clock, connection, queue, server } = setUp();
  const { id: sessionId } = aSessionView();
  connection.emit({
    type: 'snapshot',
    queue: aQueueStatus({ state: 'in_session' }),
    session: aSessionView({ mode: 'level' }),
    serverTime: JOINED_AT,
  });
  connection.emit({ type: 'session_ended', sessionId, reason: 'connect_failed', requeued: true });
  expect(queue.state.value).toEqual({ phase: 'joining', mode: 'level' });
  await clock.advance(0);
  expect(queue.state.value).toEqual(WAITING);
  server.status = aQueueStatus();
  connection.emit({ type: 'session_ended', sessionId, reason: 'connect_failed', requeued: true });
  await clock.advance(0);
  expect(queue.state.value).toMatchObject({ phase: 'lost', why: 'expired' });
});

test('widening follows the server’s answer, and says so when it cannot be asked', async () => {
  const { clock, connection, queue, server } = setUp();
  server.status = waiting('level');
  await queue.find('level');
  await clock.advance(0);
  server.status = { ...waiting('level'), tolerance: 1 };
  expect(await queue.widen(1)).toBe(null);
  expect(queue.state.value).toMatchObject({ phase: 'waiting', tolerance: 1 });
  connection.state.value = 'offline';
  expect((await queue.widen(1.5))?.code).toBe('OFFLINE');
});

test('while somebody watches the numbers are asked for every fifteen seconds, once for all who watch', async () => {
  const { clock, queue, asked, server } = setUp();
  server.status = aQueueStatus();
  const stopOne = queue.watch();
  const stopOther = queue.watch();
  await clock.advance(30_000);
  expect(asked).toEqual(['status', 'status', 'status']);
  stopOne();
  stopOne();
  await clock.advance(15_000);
  expect(asked.length).toBe(4);
  stopOther();
  await clock.advance(60_000);
  expect(asked.length).toBe(4);
  expect(clock.pending()).toBe(0);
});
