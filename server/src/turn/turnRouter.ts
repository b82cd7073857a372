import { z } from 'zod';
import { iceServersOutput } from '../contract/sessions.ts';
import { procedure, router } from '../transport/trpc.ts';
import type { Turn } from './createTurn.ts';

export function createTurnRouter(turn: Turn) {
  return router({
    iceServers: procedure
      .meta({ summary: 'STUN and relay servers with fresh credentials.', output: iceServersOutput })
      .input(z.strictObject({}).optional())
      .query(({ ctx }) => turn.iceServers(ctx.login.userId)),
  });
}
