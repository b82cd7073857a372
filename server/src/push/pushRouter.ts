import { z } from 'zod';
import { publicKeyOutput, pushPreferences, subscribeInput, unsubscribeInput } from '../contract/push.ts';
import { procedure, publicProcedure, router } from '../transport/trpc.ts';
import type { Push } from './createPush.ts';

const nothing = z.strictObject({}).optional();
const ok = z.strictObject({ ok: z.literal(true) });
const done = { ok: true } as const;

export function createPushRouter(push: Push) {
  return router({
    publicKey: publicProcedure
      .meta({ summary: 'The applicationServerKey to subscribe with.', output: publicKeyOutput })
      .input(nothing)
      .query(() => push.publicKey().then((key) => ({ key }))),

    subscribe: procedure
      .meta({
        summary: 'Lets this browser be woken while this login lasts; again confirms it.',
        output: ok,
        errors: ['PUSH_ENDPOINT_REFUSED'],
      })
      .input(subscribeInput)
      .mutation(({ ctx, input }) => push.subscribe(ctx.login, input).then(() => done)),

    unsubscribe: procedure
      .meta({ summary: 'This browser is not woken any more.', output: ok })
      .input(unsubscribeInput)
      .mutation(({ ctx, input }) => push.unsubscribe(ctx.login.userId, input.endpoint).then(() => done)),

    preferences: procedure
      .meta({ summary: 'What one is woken for, and when not.', output: pushPreferences })
      .input(nothing)
      .query(({ ctx }) => push.preferences(ctx.login.userId)),

    setPreferences: procedure
      .meta({ summary: 'Sets all of them at once.', output: pushPreferences })
      .input(pushPreferences)
      .mutation(({ ctx, input }) => push.setPreferences(ctx.login.userId, input)),
  });
}
