import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { initTRPC, tracked, TRPCError } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import express from 'express';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

/** A program of its own: asks a small server, over raw HTTP and raw frames, and writes what was answered as JSON. */

const trpc = initTRPC.context<{ user: string | null }>().create({
  isDev: false,
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: { ...shape.data, fields: error.cause instanceof z.ZodError ? z.flattenError(error.cause) : null },
  }),
});
const loggedIn = trpc.procedure.use(({ ctx, next }) => {
  if (ctx.user === null) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx: { user: ctx.user } });
});

const router = trpc.router({
  greet: trpc.procedure
    .input(z.strictObject({ name: z.string() }))
    .query(({ input }) => ({ hello: input.name })),
  nothing: trpc.procedure.query(() => undefined),
  secret: loggedIn.query(({ ctx }) => ctx.user),
  deep: trpc.router({ add: trpc.procedure.input(z.array(z.number())).mutation(({ input }) => input.length) }),
  refuse: trpc.procedure.mutation(() => {
    throw new TRPCError({ code: 'CONFLICT', message: 'taken', cause: new Error('inner') });
  }),
  break: trpc.procedure.mutation(() => {
    throw new TypeError('broken');
  }),
  count: trpc.procedure
    .input(z.object({ lastEventId: z.string().nullish() }).optional())
    .subscription(async function* ({ input }) {
      const from = Number(input?.lastEventId ?? 0);
      for (let number = from + 1; number <= 3; number++) yield tracked(String(number), { number });
    }),
  forever: trpc.procedure.subscription(async function* ({ signal }) {
    yield 'begun';
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  }),
  fail: trpc.procedure.subscription(async function* () {
    yield 1;
    throw new TRPCError({ code: 'NOT_FOUND' });
  }),
});

const json = { 'content-type': 'application/json' };
const post = (body: string, headers: Record<string, string> = json): RequestInit => ({
  method: 'POST',
  body,
  headers,
});
const query = (input: unknown): string => encodeURIComponent(JSON.stringify(input));

const HTTP_REQUESTS: [path: string, request?: RequestInit][] = [
  [`greet?input=${query({ name: 'Aziza' })}`],
  [`greet?input=${query({ name: 1, more: true })}`],
  ['greet?input=%7Bbroken'],
  ['greet'],
  ['nothing'],
  ['secret'],
  ['secret', { headers: { 'x-user': 'aziza' } }],
  ['no.such'],
  ['deep.add', post('[1,2]')],
  ['deep.add', post('{broken')],
  ['deep.add', post('[1]', { 'content-type': 'text/plain' })],
  ['deep.add', { method: 'GET' }],
  ['deep.add', { method: 'DELETE' }],
  ['greet', { method: 'HEAD' }],
  ['refuse', post('')],
  ['break', post('{}')],
  [`greet,no.such,secret?batch=1&input=${query({ 0: { name: 'Bobur' } })}`],
  ['deep.add,refuse?batch=1', post('{"0":[1,2,3],"1":null}')],
  [`greet,greet,greet,greet?batch=1&input=${query({})}`],
  ['', post('')],
];

/** `what`: method and path, as in `query greet`. */
function call(id: number, what: string, input?: unknown): string {
  const [method, path] = what.split(' ');
  return JSON.stringify({ id, jsonrpc: '2.0', method, params: { path, input } });
}
const stop = (id: number): string => JSON.stringify({ id, jsonrpc: '2.0', method: 'subscription.stop' });

/** What is sent in one go, and how many frames answer it. */
const WS_REQUESTS: [frames: string[], answers: number][] = [
  [[call(1, 'query greet', { name: 'Aziza' })], 1],
  [[call(2, 'query greet', { name: 1 })], 1],
  [[call(3, 'mutation deep.add', [1])], 1],
  [[call(4, 'query deep.add', [1])], 1],
  [[call(5, 'mutation refuse')], 1],
  [[call(6, 'mutation break')], 1],
  [[call(7, 'query no.such')], 1],
  [[call(8, 'query secret')], 1],
  [[`[${call(9, 'query nothing')},${call(10, 'mutation deep.add', [1, 2])}]`], 2],
  [[`[${[11, 12, 13, 14, 15].map((id) => call(id, 'query nothing')).join(',')}]`], 1],
  [['{broken'], 1],
  [['{"id":16}'], 1],
  [['PING'], 1],
  [[call(17, 'subscription count')], 5],
  [[call(18, 'subscription count', { lastEventId: '2' })], 3],
  [[call(19, 'subscription fail')], 4],
  [[call(20, 'subscription forever')], 2],
  [[call(20, 'query greet', { name: 'twice' })], 1],
  [[stop(20)], 1],
  [[stop(99), call(21, 'query nothing')], 1],
];

const app = express();
app.use(
  '/trpc',
  createExpressMiddleware({
    router,
    createContext: ({ req }) => ({ user: req.get('x-user') ?? null }),
    maxBatchSize: 3,
  }),
);
const server = createServer(app);
const wss = new WebSocketServer({ server, path: '/trpc' });
applyWSSHandler({ wss, router, createContext: () => ({ user: null }), maxBatchSize: 3 });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;

async function askHttp(path: string, request: RequestInit = {}): Promise<unknown> {
  const response = await fetch(`http://${origin}/trpc/${path}`, request);
  const headers = ['content-type', 'vary', 'allow'].map((name) => response.headers.get(name));
  return { status: response.status, headers, body: await response.text() };
}

async function askSocket(): Promise<unknown[]> {
  const socket = new WebSocket(`ws://${origin}/trpc`);
  const received: string[] = [];
  const arrived = (): Promise<unknown> => once(socket, 'message');
  socket.on('message', (data: Buffer) => received.push(data.toString()));
  await once(socket, 'open');
  const answers: unknown[] = [];
  for (const [frames, count] of WS_REQUESTS) {
    for (const frame of frames) socket.send(frame);
    while (received.length < count) await arrived();
    answers.push({ frames, answers: received.splice(0) });
  }
  socket.terminate();
  return answers;
}

const overHttp: unknown[] = [];
for (const [path, request] of HTTP_REQUESTS) overHttp.push({ path, answer: await askHttp(path, request) });
const overSocket = await askSocket();
wss.close();
server.close();
server.closeAllConnections();

process.stdout.write(JSON.stringify({ trpc: import.meta.resolve('@trpc/server'), overHttp, overSocket }));
