import { z } from 'zod';
import { publicProfile } from '../contract/people.ts';
import { personInput, reportInput, reportOutput } from '../contract/safety.ts';
import { procedure, router } from '../transport/trpc.ts';
import type { Safety } from './createSafety.ts';

const ok = z.strictObject({ ok: z.literal(true) });
const done = { ok: true } as const;

export function createSafetyRouter(safety: Safety) {
  return router({
    block: procedure
      .meta({ summary: 'Never meet this person again; a session with him ends at once.', output: ok })
      .input(personInput)
      .mutation(({ ctx, input }) => safety.block(ctx.login.userId, input.userId).then(() => done)),

    unblock: procedure
      .meta({ summary: 'Takes a block back.', output: ok })
      .input(personInput)
      .mutation(({ ctx, input }) => safety.unblock(ctx.login.userId, input.userId).then(() => done)),

    blocked: procedure
      .meta({ summary: 'Whom one has blocked.', output: z.array(publicProfile) })
      .input(z.strictObject({}).optional())
      .query(({ ctx }) => safety.blocked(ctx.login.userId)),

    report: procedure
      .meta({
        summary: 'Tells the operator of a person, with the chat of the session, and blocks him.',
        output: reportOutput,
      })
      .input(reportInput)
      .mutation(({ ctx, input }) => safety.report(ctx.login.userId, input).then((id) => ({ id }))),
  });
}
