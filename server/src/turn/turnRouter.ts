import { z } from 'zod';
import type { IceServersOutput } from '../contract/index.ts';
import { iceServersOutput } from '../contract/sessions.ts';
import { procedure, router } from '../transport/trpc.ts';

export function createTurnRouter(iceServers: (userId: string) => Promise<IceServersOutput>) {
  return router({
    iceServers: procedure
      .meta({ summary: 'STUN and relay servers with fresh credentials.', output: iceServersOutput })
      .input(z.strictObject({}).optional())
      .query(({ ctx }) => iceServers(ctx.login.userId)),
  });
}
