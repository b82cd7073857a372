import { z } from 'zod';
import {
  chatInput,
  chatMessage,
  connectedInput,
  endInput,
  sessionView,
  signalInput,
} from '../contract/sessions.ts';
import { procedure, router } from '../transport/trpc.ts';
import type { Sessions } from './createSessions.ts';

const ok = z.strictObject({ ok: z.literal(true) });
const done = { ok: true } as const;

export function createSessionRouter(sessions: Sessions) {
  return router({
    current: procedure
      .meta({ summary: 'The running session, or null.', output: sessionView.nullable() })
      .input(z.strictObject({}).optional())
      .query(({ ctx }) => sessions.current(ctx.login.userId)),

    signal: procedure
      .meta({ summary: "Hands signals on to the partner's device, in order.", output: ok })
      .input(signalInput)
      .mutation(({ ctx, input }) => sessions.signal(ctx.login.userId, input).then(() => done)),

    connected: procedure
      .meta({ summary: 'This side hears the other.', output: ok })
      .input(connectedInput)
      .mutation(({ ctx, input }) => sessions.connected(ctx.login.userId, input).then(() => done)),

    chat: procedure
      .meta({
        summary: 'Writes to the partner; the same clientMessageId again is answered by the first message.',
        output: chatMessage,
      })
      .input(chatInput)
      .mutation(({ ctx, input }) => sessions.chat(ctx.login.userId, input)),

    end: procedure
      .meta({ summary: 'Hangs up; ending a session that is over is fine.', output: ok })
      .input(endInput)
      .mutation(({ ctx, input }) => sessions.end(ctx.login.userId, input.sessionId).then(() => done)),
  });
}
