import { initTRPC } from '@trpc/server';
import { AppError } from '../contract/errors.ts';
import type { Context } from './context.ts';
import { formatError } from './formatError.ts';
import type { ProcedureMeta } from './procedureMeta.ts';

const trpc = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  // Subscriptions go over the WebSocket only: an event stream over HTTP would have none of its limits.
  .create({ errorFormatter: formatError, isDev: false, sse: { enabled: false } });

export const router = trpc.router;

/** How long a call takes. A subscription takes as long as people stay. */
const measured = trpc.middleware(async ({ ctx, path, type, next }) => {
  if (type === 'subscription') return next();
  const end = ctx.startCall(path);
  const result = await next();
  end();
  return result;
});

/** For everybody, logged in or not. */
export const publicProcedure = trpc.procedure.use(measured);

/** For the logged in; `ctx.login` is there. */
export const procedure = publicProcedure.meta({ needsLogin: true }).use(({ ctx, next }) => {
  if (ctx.login === null) throw new AppError('NOT_LOGGED_IN');
  return next({ ctx: { login: ctx.login } });
});

/** For what sets or clears a cookie: a WebSocket cannot, so there it is refused before anything is done. */
export const overHttp = trpc.middleware(({ ctx, next }) => {
  if (ctx.setCookie === null) throw new AppError('HTTP_ONLY');
  return next({ ctx: { setCookie: ctx.setCookie } });
});
