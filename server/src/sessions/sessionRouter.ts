import { z } from 'zod';
import {
  answerInviteInput,
  cancelInviteInput,
  historyInput,
  historyPage,
  inviteInput,
  inviteOutput,
  rateInput,
  rateOutput,
} from '../contract/history.ts';
import {
  backgroundInput,
  chatInput,
  chatMessage,
  connectedInput,
  endInput,
  sessionView,
  signalInput,
  takeOverInput,
} from '../contract/sessions.ts';
import { procedure, router } from '../transport/trpc.ts';
import type { History } from './createHistory.ts';
import type { Invites } from './createInvites.ts';
import type { Sessions } from './createSessions.ts';

const ok = z.strictObject({ ok: z.literal(true) });
const done = { ok: true } as const;

interface SessionFeatures {
  sessions: Sessions;
  history: History;
  invites: Invites;
}

export function createSessionRouter({ sessions, history, invites }: SessionFeatures) {
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

    takeOver: procedure
      .meta({
        summary: 'Goes on with the call at this device; the one that had it gets `taken_elsewhere`.',
        output: sessionView,
      })
      .input(takeOverInput)
      .mutation(({ ctx, input }) => sessions.takeOver(ctx.login.userId, input)),

    background: procedure
      .meta({ summary: 'This side’s app went to the background, or is seen again.', output: ok })
      .input(backgroundInput)
      .mutation(({ ctx, input }) => sessions.background(ctx.login.userId, input).then(() => done)),

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

    history: procedure
      .meta({ summary: 'Past sessions, newest first, page by page.', output: historyPage })
      .input(historyInput)
      .query(({ ctx, input }) => history.list(ctx.login.userId, input)),

    rate: procedure
      .meta({
        summary: 'How it was and whether to talk again; may be changed for a day.',
        output: rateOutput,
      })
      .input(rateInput)
      .mutation(({ ctx, input }) => history.rate(ctx.login.userId, input).then((again) => ({ again }))),

    invite: procedure
      .meta({ summary: 'Asks somebody to talk again with whom the wish is mutual.', output: inviteOutput })
      .input(inviteInput)
      .mutation(({ ctx, input }) => invites.invite(ctx.login.userId, input)),

    answerInvite: procedure
      .meta({ summary: 'Accepts or declines; accepted, both get `matched`.', output: ok })
      .input(answerInviteInput)
      .mutation(({ ctx, input }) => invites.answer(ctx.login.userId, input).then(() => done)),

    cancelInvite: procedure
      .meta({ summary: 'Takes an invitation back; one that is over already is fine.', output: ok })
      .input(cancelInviteInput)
      .mutation(({ ctx, input }) => invites.cancel(ctx.login.userId, input.inviteId).then(() => done)),
  });
}
