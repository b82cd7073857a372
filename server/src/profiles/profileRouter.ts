import { z } from 'zod';
import { listProfilesInput, me, profilePage, publicProfile, updateProfileInput } from '../contract/people.ts';
import { id } from '../contract/words.ts';
import { procedure, router } from '../transport/trpc.ts';
import type { Profiles } from './Profiles.ts';

export function createProfileRouter(profiles: Profiles) {
  return router({
    list: procedure
      .meta({ summary: 'People, newest members first, page by page', output: profilePage })
      .input(listProfilesInput)
      .query(({ ctx, input }) => profiles.list(ctx.login.userId, input)),
    get: procedure
      .meta({ summary: 'One person; NOT_FOUND also when one has blocked the other', output: publicProfile })
      .input(z.strictObject({ id }))
      .query(({ ctx, input }) => profiles.get(ctx.login.userId, input.id)),
    update: procedure
      .meta({ summary: 'Changes the given fields of one’s own profile', output: me })
      .input(updateProfileInput)
      .mutation(({ ctx, input }) => profiles.update(ctx.login.userId, input)),
  });
}
