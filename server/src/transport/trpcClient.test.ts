import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  splitLink,
  TRPCClientError,
  wsLink,
} from '@trpc/client';
import { tracked } from '@trpc/server';
import { expect, expectTypeOf, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { AppError, type AppCode } from '../contract/errors.ts';
import { ORIGIN, startTestServer } from './testing/startTestServer.ts';
import { procedure, publicProcedure, router } from './trpc.ts';

/** The real client has the browser add both. */
const HEADERS = { origin: ORIGIN, cookie: 'session=ann' };
class BrowserLikeSocket extends WebSocket {
  constructor(url: string) {
    super(url, { headers: HEADERS });
  }
}

function createFeatureRouter() {
  let last = 0;
  return router({
    auth: router({
      login: publicProcedure
        .input(z.strictObject({ username: z.string().min(3) }))
        .mutation(({ input }) => input.username),
    }),
    profile: router({ mine: procedure.query(({ ctx }) => ctx.login.userId) }),
    queue: router({
      join: procedure.mutation((): number => {
        throw new AppError('IN_SESSION');
      }),
    }),
    session: router({ next: procedure.mutation(() => ++last) }),
    events: router({
      stream: procedure
        .input(z.strictObject({ deviceId: z.string(), lastEventId: z.string().nullish() }))
        .subscription(async function* ({ input, signal }) {
          const from = Number(input.lastEventId ?? 0);
          for (let n = from + 1; n <= from + 3; n++) yield tracked(String(n), { n });
          await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        }),
    }),
  });
}

test('tRPC’s own client talks to the server on both transports, typed to the last field, and moves over when asked', async () => {
  const featureRouter = createFeatureRouter();
  const server = await startTestServer({ router: featureRouter });
  const socket = createWSClient({
    url: `ws://127.0.0.1:${server.port}/trpc`,
    WebSocket: BrowserLikeSocket as unknown as typeof globalThis.WebSocket,
  });
  const client = createTRPCClient<typeof featureRouter>({
    links: [
      splitLink({
        condition: ({ path }) => path.startsWith('auth.') || path.startsWith('profile.'),
        true: httpBatchLink({ url: `${server.url}/trpc`, headers: HEADERS }),
        false: wsLink({ client: socket }),
      }),
    ],
  });

  expect(await client.auth.login.mutate({ username: 'ann' })).toBe('ann');
  expect(await client.profile.mine.query()).toBe('ann');
  expect(await Promise.all([client.session.next.mutate(), client.session.next.mutate()])).toEqual([1, 2]);

  const refused = await client.queue.join.mutate().catch((error: unknown) => error);
  if (!(refused instanceof TRPCClientError)) throw new Error('was not refused');
  const error: TRPCClientError<typeof featureRouter> = refused;
  expectTypeOf(error.data?.appCode).toEqualTypeOf<AppCode | undefined>();
  expect(error.data).toEqual({ code: 'CONFLICT', httpStatus: 409, appCode: 'IN_SESSION' });
  const wrong = await client.auth.login.mutate({ username: 'a' }).catch((thrown: unknown) => thrown);
  expect(wrong).toMatchObject({ data: { httpStatus: 400, fields: { username: [expect.any(String)] } } });

  const seen: number[] = [];
  const stream = client.events.stream.subscribe(
    { deviceId: 'd' },
    { onData: ({ data }) => void seen.push(data.n) },
  );
  await vi.waitFor(() => expect(seen).toEqual([1, 2, 3]));
  server.connections.broadcastReconnect();
  await vi.waitFor(() => expect(seen).toEqual([1, 2, 3, 4, 5, 6]));
  await vi.waitFor(() => expect(server.connections.counts().sockets).toBe(1));

  stream.unsubscribe();
  await socket.close();
  await vi.waitFor(() => expect(server.connections.counts().sockets).toBe(0));
  await server.server.drain();
});
