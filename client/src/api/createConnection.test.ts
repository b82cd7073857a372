import { expect, test } from 'vitest';
import type { ServerEvent, StreamInput } from '@suhbatdosh/server/contract';
import { aQueueStatus } from '../queue/aQueueStatus.ts';
import { createConnection } from './createConnection.ts';
import type { FeedObserver } from './EventFeed.ts';
import { createVirtualClock } from './virtualClock.ts';

function setUp() {
  const clock = createVirtualClock();
  const feeds: { input: StreamInput; observer: FeedObserver; isStopped: boolean }[] = [];
  const socket: string[] = [];
  const connection = createConnection({
    clock,
    random: () => 0.5,
    claimDeviceId: async () => 'device-1',
    socket: { open: () => socket.push('open'), close: () => socket.push('close') },
    feed: {
      subscribe(input, observer) {
        const feed = { input, observer, isStopped: false };
        feeds.push(feed);
        return () => (feed.isStopped = true);
      },
    },
  });
  const seen: string[] = [];
  connection.onEvent((event) => seen.push(event.type === 'notice' ? event.code : event.type));
  const feed = () => {
    const last = feeds.at(-1);
    if (last === undefined) throw new Error('No feed yet');
    return last;
  };
  return { clock, connection, feeds, feed, socket, seen };
}

const notice = (code: string): ServerEvent => ({ type: 'notice', code });

test('opens the socket and the stream, and is online when the server has the stream', async () => {
  const { clock, connection, feed, socket } = setUp();
  connection.open();
  expect(connection.state.value).toBe('connecting');
  await clock.advance(0);
  expect(socket).toEqual(['open']);
  expect(feed().input).toEqual({ deviceId: 'device-1', lastEventId: null });
  feed().observer.onStarted();
  expect(connection.state.value).toBe('online');
  expect(connection.deviceId).toBe('device-1');
});

test('is offline once the way back has taken more than three seconds', async () => {
  const { clock, connection, feed } = setUp();
  connection.open();
  await clock.advance(0);
  feed().observer.onStarted();
  feed().observer.onCut();
  await clock.advance(2_999);
  expect(connection.state.value).toBe('connecting');
  await clock.advance(1);
  expect(connection.state.value).toBe('offline');
  feed().observer.onStarted();
  expect(connection.state.value).toBe('online');
});

test('hands on each event once and in order, however often it comes', async () => {
  const { clock, connection, feed, seen } = setUp();
  connection.open();
  await clock.advance(0);
  const { observer } = feed();
  observer.onEvent('e:1', notice('one'));
  observer.onEvent('e:2', notice('two'));
  observer.onEvent('e:1', notice('one'));
  observer.onEvent('e:3', notice('three'));
  expect(seen).toEqual(['one', 'two', 'three']);
});

test('a stream that the server ended is asked for again, from the last event on', async () => {
  const { clock, connection, feed, feeds } = setUp();
  connection.open();
  await clock.advance(0);
  feed().observer.onEvent('e:7', notice('seven'));
  feed().observer.onOver(null);
  expect(connection.state.value).toBe('connecting');
  await clock.advance(5_000);
  expect(feeds.length).toBe(2);
  expect(feed().input.lastEventId).toBe('e:7');
});

test('learns the distance of the clocks from a snapshot', async () => {
  const { clock, connection, feed } = setUp();
  connection.open();
  await clock.advance(0);
  const serverTime = new Date(clock.now() + 90_000).toISOString();
  feed().observer.onEvent('e:1', { type: 'snapshot', queue: aQueueStatus(), session: null, serverTime });
  expect(connection.clockOffsetMs.value).toBe(90_000);
});

test('closing ends everything, and the next login begins without the last one’s events', async () => {
  const { clock, connection, feed, feeds, socket } = setUp();
  connection.open();
  await clock.advance(0);
  feed().observer.onEvent('e:1', notice('one'));
  feed().observer.onCut();
  connection.close();
  expect(feed().isStopped).toBe(true);
  expect(socket).toEqual(['open', 'close']);
  await clock.advance(60_000);
  expect(connection.state.value).toBe('closed');
  connection.open();
  await clock.advance(0);
  expect(feeds.length).toBe(2);
  expect(feed().input.lastEventId).toBe(null);
});

test('a close before the device has its id opens nothing', async () => {
  const { clock, connection, feeds, socket } = setUp();
  connection.open();
  connection.close();
  await clock.advance(10_000);
  expect(feeds).toEqual([]);
  expect(socket).toEqual(['close']);
});
