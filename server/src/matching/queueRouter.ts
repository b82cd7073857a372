import { z } from 'zod';
import { joinInput, leaveOutput, preparedInput, queueStatus, widenInput } from '../contract/queue.ts';
import { procedure, router } from '../transport/trpc.ts';
import type { Matching } from './createMatching.ts';

const nothing = z.strictObject({}).optional();
const ok = z.strictObject({ ok: z.literal(true) });
const done = { ok: true } as const;

export function createQueueRouter(matching: Matching) {
  return router({
    join: procedure
      .meta({
        summary: 'Waits for a partner; replaces an earlier place of the same user.',
        output: queueStatus,
      })
      .input(joinInput)
      .mutation(({ ctx, input }) => matching.join(ctx.login.userId, input)),

    widen: procedure
      .meta({ summary: 'Accepts a larger distance of bands, in level mode.', output: queueStatus })
      .input(widenInput)
      .mutation(({ ctx, input }) => matching.widen(ctx.login.userId, input.tolerance)),

    prepared: procedure
      .meta({
        summary:
          'Says that the silent connection of a `prepare` stands; two of level mode are matched by it.',
        output: ok,
      })
      .input(preparedInput)
      .mutation(({ ctx, input }) => matching.prepared(ctx.login.userId, input.sessionId).then(() => done)),

    leave: procedure
      .meta({ summary: 'Gives the place up; afterwards it is never matched.', output: leaveOutput })
      .input(nothing)
      .mutation(({ ctx }) => matching.leave(ctx.login.userId).then((left) => ({ left }))),

    status: procedure
      .meta({ summary: "The queue's numbers and the caller's place in it.", output: queueStatus })
      .input(nothing)
      .query(({ ctx }) => matching.status(ctx.login.userId)),
  });
}
