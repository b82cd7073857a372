import { expect, test } from 'vitest';
import { FakeWebSocket, FakeWebSocketClass } from './fakeWebSocket.ts';
import { createResilientSocket } from './resilientSocket.ts';
import { createVirtualClock } from './virtualClock.ts';

function open() {
  const clock = createVirtualClock();
  const heard: string[] = [];
  const seen: string[] = [];
  const Resilient = createResilientSocket(FakeWebSocketClass, clock, () => heard.push('message'));
  const socket = new Resilient('ws://server/trpc');
  for (const type of ['open', 'message', 'error', 'close']) {
    socket.addEventListener(type, (event) =>
      seen.push(event instanceof CloseEvent ? `close ${event.code}` : event.type),
    );
  }
  return { clock, socket, native: FakeWebSocket.last, seen, heard, Resilient };
}

test('an ordinary life passes through unchanged', async () => {
  const { clock, socket, native, seen, heard } = open();
  native.arriveOpen();
  native.arrive('hello');
  expect(socket.readyState).toBe(1);
  await clock.advance(60_000);
  native.arriveClose(1012);
  expect(seen).toEqual(['open', 'message', 'close 1012']);
  expect(heard).toEqual(['message']);
  expect(socket.readyState).toBe(3);
  expect(clock.pending()).toBe(0);
});

test('a socket that cannot connect ends after eight seconds, with the error that tRPC waits for', async () => {
  const { clock, socket, seen } = open();
  await clock.advance(7_999);
  expect(seen).toEqual([]);
  await clock.advance(1);
  expect(seen).toEqual(['error', 'close 1006']);
  expect(socket.readyState).toBe(3);
});

test('a socket on a dead path says close 300 ms after close(), and only once', async () => {
  const { clock, socket, native, seen } = open();
  native.arriveOpen();
  socket.close();
  await clock.advance(299);
  expect(seen).toEqual(['open']);
  await clock.advance(1);
  expect(seen).toEqual(['open', 'close 1006']);
  native.arrive('too late');
  native.arriveClose(1006);
  socket.close();
  await clock.advance(60_000);
  expect(seen).toEqual(['open', 'close 1006']);
});

test('a close that the browser answers in time is the only one', async () => {
  const { clock, socket, native, seen } = open();
  native.arriveOpen();
  socket.close();
  native.arriveClose(1000);
  await clock.advance(1_000);
  expect(seen).toEqual(['open', 'close 1000']);
});

test('closing while it still connects also tells whoever waits for open', async () => {
  const { clock, socket, seen } = open();
  socket.close();
  await clock.advance(300);
  expect(seen).toEqual(['error', 'close 1006']);
});

test('the class has the constants that tRPC reads', () => {
  const { Resilient } = open();
  expect([Resilient.CONNECTING, Resilient.OPEN, Resilient.CLOSING, Resilient.CLOSED]).toEqual([0, 1, 2, 3]);
});
