import { tracked } from '@trpc/server';
import { z } from 'zod';
import { APP_CODES, AppError } from '../../contract/errors.ts';
import { overHttp, procedure, publicProcedure, router } from '../trpc.ts';

/** Procedures that do what an attack or a test needs; `mebibytes` makes an answer of that size. */
export function createTestRouter() {
  const seen = { pings: 0, liveStreams: 0 };
  const thing = router({
    echo: publicProcedure
      .meta({ summary: 'Gives back what it got', output: z.string(), errors: ['NOT_FOUND'] })
      .input(z.strictObject({ text: z.string().min(3, 'too short') }))
      .query(({ input }) => input.text),
    optional: publicProcedure
      .input(z.strictObject({ limit: z.int().default(5) }).prefault({}))
      .query(({ input }) => input),
    mine: procedure.meta({ summary: 'Mine', output: z.string() }).query(({ ctx }) => ctx.login.userId),
    address: publicProcedure.query(({ ctx }) => ctx.address),
    ping: publicProcedure.mutation(() => ++seen.pings),
    fail: publicProcedure.query((): string => {
      throw new Error("select 'canary-value' from /srv/canary-path");
    }),
    refuse: publicProcedure
      .input(z.strictObject({ code: z.enum(APP_CODES), retryAfterMs: z.number().optional() }))
      .mutation(({ input }): string => {
        throw new AppError(input.code, {
          ...(input.retryAfterMs !== undefined && { retryAfterMs: input.retryAfterMs }),
        });
      }),
    hang: publicProcedure.query(
      ({ signal }) => new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve())),
    ),
    mebibytes: publicProcedure.input(z.number()).query(({ input }) => 'x'.repeat(input * 1024 * 1024)),
    setCookie: publicProcedure.use(overHttp).mutation(({ ctx }) => {
      ctx.setCookie('session=fresh; HttpOnly; Path=/');
      return true;
    }),
  });
  const auth = router({
    login: publicProcedure
      .use(overHttp)
      .input(z.strictObject({ password: z.string() }))
      .mutation(({ ctx }) => {
        ctx.setCookie('session=new; HttpOnly; Path=/');
        return { ok: true };
      }),
  });
  const events = router({
    stream: procedure
      .meta({ summary: 'A device’s events', output: z.strictObject({ n: z.int() }) })
      .input(z.strictObject({ deviceId: z.string(), lastEventId: z.string().nullish() }))
      .subscription(async function* ({ signal }) {
        seen.liveStreams += 1;
        try {
          yield tracked('epoch:1', { n: 1 });
          await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        } finally {
          seen.liveStreams -= 1;
        }
      }),
    flood: procedure.input(z.strictObject({ chunk: z.int() })).subscription(async function* ({
      input,
      signal,
    }) {
      const text = 'x'.repeat(input.chunk);
      for (let n = 0; signal?.aborted !== true; n++) {
        yield tracked(`epoch:${n}`, { text });
        await new Promise((resolve) => setImmediate(resolve));
      }
    }),
  });
  return { router: router({ thing, auth, events }), seen };
}
