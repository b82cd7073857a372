import { createTRPCClient } from '@trpc/client';
import type { AppRouter } from '@suhbatdosh/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserClock } from './browserClock.ts';
import { createSocket } from './createSocket.ts';
import { FakeWebSocket, FakeWebSocketClass } from './fakeWebSocket.ts';
import { createTrpcEventFeed } from './trpcEventFeed.ts';

/** tRPC has timers of its own, so here time is virtual for everybody. */
beforeEach(() => {
  vi.useFakeTimers();
  FakeWebSocket.made = [];
});
afterEach(() => {
  vi.useRealTimers();
});

async function setUp() {
  const told: string[] = [];
  const socket = createSocket({
    url: 'ws://server/trpc',
    WebSocket: FakeWebSocketClass,
    clock: browserClock,
    random: () => 0.5,
    onLoginEnded: () => told.push('login ended'),
    onDoubt: () => told.push('doubt'),
  });
  const trpc = createTRPCClient<AppRouter>({ links: [socket.link] });
  const feed = createTrpcEventFeed(trpc);
  const observer = {
    onStarted: () => told.push('started'),
    onEvent: (id: string) => told.push(`event ${id}`),
    onCut: () => told.push('cut'),
    onOver: () => told.push('over'),
  };
  socket.open();
  const stop = feed.subscribe({ deviceId: 'd', lastEventId: null }, observer);
  await pass(0);
  return { socket, told, stop };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** Opens the socket that is being tried, and answers the stream's request as the server would. */
async function serverOpens(): Promise<void> {
  const socket = FakeWebSocket.last;
  socket.arriveOpen();
  await pass(1);
  const request: { id: number; method: string } = JSON.parse(socket.sent.at(-1) ?? '{}');
  expect(request.method).toBe('subscription');
  socket.arrive(JSON.stringify({ id: request.id, result: { type: 'started' } }));
}

/** What every server does: answers PING. */
const serverBreathes = () => FakeWebSocket.last.arrive('PONG');

test('opens at once and brings the stream', async () => {
  const { told } = await setUp();
  expect(FakeWebSocket.made.length).toBe(1);
  await serverOpens();
  expect(told).toContain('started');
});

test('comes back after a cut and asks for what was missed', async () => {
  const { told } = await setUp();
  await serverOpens();
  const { id } = JSON.parse(FakeWebSocket.last.sent[0] ?? '{}');
  const event = { type: 'notice', code: 'x' };
  FakeWebSocket.last.arrive(
    JSON.stringify({ id, result: { id: 'e:5', type: 'data', data: { id: 'e:5', data: event } } }),
  );
  FakeWebSocket.last.arriveClose(1006);
  expect(told.slice(-2)).toEqual(['event e:5', 'cut']);
  await pass(399);
  expect(FakeWebSocket.made.length).toBe(1);
  await pass(1);
  expect(FakeWebSocket.made.length).toBe(2);
  await serverOpens();
  expect(JSON.parse(FakeWebSocket.last.sent[0] ?? '{}').params.lastEventId).toBe('e:5');
  expect(told.at(-1)).toBe('started');
});

test('notices a dead path within eight and a half seconds', async () => {
  await setUp();
  await serverOpens();
  await pass(4_500);
  serverBreathes();
  await pass(7_400);
  expect(FakeWebSocket.made.length).toBe(1);
  await pass(1_100);
  expect(FakeWebSocket.made.length).toBe(2);
});

test('a hint makes it ask at once, and a mute server is left after two seconds', async () => {
  const { socket } = await setUp();
  await serverOpens();
  await pass(1_000);
  socket.hint('visible');
  expect(FakeWebSocket.last.sent.at(-1)).toBe('PING');
  await pass(2_300 + 500);
  expect(FakeWebSocket.made.length).toBe(2);
});

test('a server that answers the question is kept', async () => {
  const { socket } = await setUp();
  await serverOpens();
  await pass(1_000);
  socket.hint('visible');
  serverBreathes();
  await pass(4_000);
  expect(FakeWebSocket.made.length).toBe(1);
});

test('another network means another socket, without asking', async () => {
  const { socket } = await setUp();
  await serverOpens();
  socket.hint('network_changed');
  await pass(310);
  expect(FakeWebSocket.made.length).toBe(2);
});

test('a hint ends the wait between two attempts', async () => {
  const { socket } = await setUp();
  await serverOpens();
  FakeWebSocket.last.arriveClose(1012);
  await pass(10);
  expect(FakeWebSocket.made.length).toBe(1);
  socket.hint('online');
  await pass(1);
  expect(FakeWebSocket.made.length).toBe(2);
});

test('a login that ended is told, and not tried again', async () => {
  const { told } = await setUp();
  await serverOpens();
  FakeWebSocket.last.arriveClose(4401);
  await pass(60_000);
  expect(told).toContain('login ended');
  expect(FakeWebSocket.made.length).toBe(1);
});

test('upgrades that are refused again and again raise a doubt, and the trying goes on', async () => {
  const { told } = await setUp();
  for (let attempt = 0; attempt < 3; attempt++) {
    const native = FakeWebSocket.last;
    native.dispatchEvent(new Event('error'));
    native.arriveClose(1006);
    await pass(5_000);
  }
  expect(told.filter((word) => word === 'doubt')).toEqual(['doubt']);
  expect(FakeWebSocket.made.length).toBe(4);
});

test('closing stops everything, and opening again begins anew', async () => {
  const { socket } = await setUp();
  await serverOpens();
  socket.close();
  await pass(60_000);
  expect(FakeWebSocket.made.length).toBe(1);
  socket.open();
  await pass(1);
  expect(FakeWebSocket.made.length).toBe(2);
});

test('what is asked of a closed socket fails at once', async () => {
  const { socket } = await setUp();
  socket.close();
  const trpc = createTRPCClient<AppRouter>({ links: [socket.link] });
  await expect(trpc.queue.status.query()).rejects.toThrow('closed');
});
