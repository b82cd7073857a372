import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tracked } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { Context } from './context.ts';
import type { ReportedCall } from './reportError.ts';
import { SocketCalls, type SocketLine } from './SocketCalls.ts';
import { aMutation, aQuery, aSubscription } from './testing/openSocket.ts';
import { procedure, publicProcedure, router } from './trpc.ts';

const context: Context = {
  login: { userId: 'ann', authSessionId: 'a' },
  address: '127.0.0.1',
  requestId: 'r1',
  cookieHeader: null,
  setCookie: null,
  startCall: () => () => {},
};

const untilAborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));

const calls = router({
  greet: publicProcedure
    .input(z.strictObject({ name: z.string() }))
    .query(({ input }) => `hello ${input.name}`),
  mine: procedure.query(({ ctx }) => ctx.login.userId),
  nothing: publicProcedure.mutation(() => undefined),
  given: publicProcedure.input(z.unknown()).query(({ input }) => ({ input })),
  refuse: publicProcedure.mutation((): string => {
    throw new AppError('PARTNER_BUSY');
  }),
  fail: publicProcedure.mutation((): string => {
    throw new Error('canary');
  }),
  unspeakable: publicProcedure.query(() => ({ much: 10n })),
  count: publicProcedure.subscription(async function* () {
    yield 1;
    yield { number: 2 };
  }),
  resume: publicProcedure
    .input(z.object({ from: z.number().optional(), lastEventId: z.string().optional() }).optional())
    .subscription(async function* ({ input }) {
      yield tracked('epoch:9', { input });
    }),
  forever: publicProcedure.subscription(async function* ({ signal }) {
    yield 'begun';
    await untilAborted(signal);
    yield 'after the end';
  }),
  breakOff: publicProcedure.subscription(async function* () {
    yield 1;
    throw new AppError('BUSY');
  }),
  failAtEnd: publicProcedure.subscription(async function* ({ signal }) {
    try {
      yield 1;
      await untilAborted(signal);
    } finally {
      // oxlint-disable-next-line no-unsafe-finally -- what a store that is away does to the cleaning up
      throw new AppError('BUSY');
    }
  }),
  unspeakableEvent: publicProcedure.subscription(async function* () {
    yield { much: 10n };
  }),
});

const reported: { ours: ReportedCall[]; theirs: ReportedCall[] } = { ours: [], theirs: [] };
const servers: WebSocketServer[] = [];

async function listen(): Promise<WebSocketServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  servers.push(server);
  await once(server, 'listening');
  return server;
}
const urlOf = (server: WebSocketServer): string => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;

let ours = '';
let theirs = '';

beforeAll(async () => {
  const reference = await listen();
  applyWSSHandler({
    wss: reference,
    router: calls,
    createContext: () => context,
    onError: ({ error, path, ctx }) => void reported.theirs.push({ error, path, ctx }),
  });
  theirs = urlOf(reference);

  const server = await listen();
  server.on('connection', (ws) => {
    const line: SocketLine = {
      get isOpen() {
        return ws.readyState === ws.OPEN;
      },
      payForCalls: () => true,
      send: (text) => ws.send(text),
    };
    const own = new SocketCalls(line, context, {
      router: calls,
      limits: { socketBatch: 20, callsInFlight: 64, subscriptionsPerSocket: 3 },
      reportError: (call) => void reported.ours.push(call),
    });
    ws.on('message', (data: RawData, isBinary) =>
      own.take(isBinary || !Buffer.isBuffer(data) ? null : data.toString()),
    );
    ws.once('close', () => own.end());
  });
  ours = urlOf(server);
});
afterAll(() => servers.forEach((server) => server.close()));
beforeEach(() => {
  reported.ours.length = 0;
  reported.theirs.length = 0;
});

const LAST = JSON.stringify(aQuery(999, 'greet', { name: 'last' }));

/** Everything that comes back for frames that are sent one by one, each after so many answers; up to that of one more call. */
async function ask(url: string, frames: readonly (readonly [frame: string | Buffer, answers: number])[]) {
  const socket = new WebSocket(url);
  const received: string[] = [];
  socket.on('message', (data: Buffer) => received.push(data.toString()));
  await once(socket, 'open');
  let expected = 0;
  for (const [frame, answers] of [...frames, [LAST, 1] as const]) {
    socket.send(frame);
    expected += answers;
    while (received.length < expected) await once(socket, 'message');
  }
  socket.terminate();
  return received;
}

const text = (message: object): string => JSON.stringify({ jsonrpc: '2.0', ...message });
const stop = (id: number): string => text({ id, method: 'subscription.stop' });
const withPlace = (id: number, input?: unknown): string =>
  text({ id, method: 'subscription', params: { path: 'resume', input, lastEventId: 'epoch:7' } });

describe("is answered as by tRPC's own adapter:", () => {
  test.each<[string, (readonly [frame: string | Buffer, answers: number])[]]>([
    ['a query', [[text(aQuery(1, 'greet', { name: 'Aziza' })), 1]]],
    [
      'a query of the older protocol, by a text as id',
      [[JSON.stringify({ ...aQuery(1, 'mine'), id: 'one' }), 1]],
    ],
    ['a mutation without an answer', [[text(aMutation(1, 'nothing')), 1]]],
    ['input that is refused', [[text(aQuery(1, 'greet', { name: 1, more: 2 })), 1]]],
    ['a refusal', [[text(aMutation(1, 'refuse')), 1]]],
    ['an unexpected error', [[text(aMutation(1, 'fail')), 1]]],
    ['an answer that is no JSON', [[text(aQuery(1, 'unspeakable')), 1]]],
    ['a path that there is not', [[text(aQuery(1, 'no.such')), 1]]],
    ['a mutation called as a query', [[text(aQuery(1, 'nothing')), 1]]],
    ['a query called as a subscription', [[text(aSubscription(1, 'mine')), 1]]],
    ['a subscription called as a query', [[text(aQuery(1, 'count')), 1]]],
    ['two calls in a frame', [[JSON.stringify([aQuery(1, 'mine'), aMutation(2, 'nothing')]), 2]]],
    ['none in a frame', [['[]', 0]]],
    ['no JSON', [['{broken', 1]]],
    ['a binary frame', [[Buffer.from(text(aQuery(1, 'mine'))), 1]]],
    [
      'a place to resume from beside the input',
      [[text({ ...aQuery(1, 'given'), params: { path: 'given', input: { a: 1 }, lastEventId: 'x' } }), 1]],
    ],
    [
      'such a place beside a list',
      [[text({ ...aQuery(1, 'given'), params: { path: 'given', input: [1], lastEventId: 'x' } }), 1]],
    ],
    ['a subscription that ends', [[text(aSubscription(1, 'count')), 4]]],
    ['one that resumes', [[withPlace(1), 3]]],
    ['one that resumes with an input', [[withPlace(1, { from: 3 }), 3]]],
    [
      'one that is stopped',
      [
        [text(aSubscription(1, 'forever')), 2],
        [stop(1), 1],
      ],
    ],
    [
      'one that is stopped before it begins',
      [[JSON.stringify([aSubscription(1, 'forever'), { id: 1, method: 'subscription.stop' }]), 1]],
    ],
    [
      'one whose id comes again after its end',
      [
        [text(aSubscription(1, 'count')), 4],
        [text(aSubscription(1, 'count')), 4],
      ],
    ],
    ['one that fails', [[text(aSubscription(1, 'breakOff')), 4]]],
    [
      'one that fails at being stopped',
      [
        [text(aSubscription(1, 'failAtEnd')), 2],
        [stop(1), 1],
      ],
    ],
    ['one with an event that is no JSON', [[text(aSubscription(1, 'unspeakableEvent')), 3]]],
    ['a stop of what was never there', [[stop(5), 0]]],
  ])('%s', async (_what, frames) => {
    const expected = await ask(theirs, frames);
    expect(await ask(ours, frames)).toEqual(expected);
    const summary = (of: ReportedCall[]) =>
      of.map(({ error, path, ctx }) => [error.code, error.message, path, ctx]);
    expect(summary(reported.ours)).toEqual(summary(reported.theirs));
  });
});

test('a socket that goes ends its subscriptions', async () => {
  const socket = new WebSocket(ours);
  await once(socket, 'open');
  socket.send(text(aSubscription(1, 'failAtEnd')));
  await once(socket, 'message');
  socket.terminate();
  await expect.poll(() => reported.ours.map(({ path }) => path)).toEqual(['failAtEnd']);
});
