import { z } from 'zod';
import { accountRules, changePasswordInput, loginInput, me, registerInput } from '../contract/people.ts';
import { overHttp, procedure, publicProcedure, router } from '../transport/trpc.ts';
import type { Accounts, LoggedIn } from './Accounts.ts';

const nothing = z.strictObject({}).optional();
const ok = z.strictObject({ ok: z.literal(true) });

/** A browser gets its new cookie; the body carries no secret. */
function answer(ctx: { setCookie(value: string): void }, { me: person, setCookies }: LoggedIn) {
  for (const cookie of setCookies) ctx.setCookie(cookie);
  return person;
}

export function createAuthRouter(accounts: Accounts) {
  return router({
    rules: publicProcedure
      .meta({ summary: 'What is asked of whoever makes an account here', output: accountRules })
      .input(nothing)
      .query(() => accounts.rules),
    register: publicProcedure
      .use(overHttp)
      .meta({ summary: 'Makes an account and logs in', output: me })
      .input(registerInput)
      .mutation(async ({ ctx, input }) => answer(ctx, await accounts.register(input, ctx))),
    login: publicProcedure
      .use(overHttp)
      .meta({ summary: 'Logs in by username or e-mail address', output: me })
      .input(loginInput)
      .mutation(async ({ ctx, input }) => answer(ctx, await accounts.login(input, ctx))),
    logout: procedure
      .use(overHttp)
      .meta({ summary: 'Ends this login', output: ok })
      .input(nothing)
      .mutation(async ({ ctx }) => {
        ctx.setCookie((await accounts.logout(ctx.login.authSessionId)).clearCookie);
        return { ok: true as const };
      }),
    logoutEverywhere: procedure
      .use(overHttp)
      .meta({ summary: 'Ends all of one’s logins, this one too', output: ok })
      .input(nothing)
      .mutation(async ({ ctx }) => {
        ctx.setCookie((await accounts.logoutEverywhere(ctx.login.userId)).clearCookie);
        return { ok: true as const };
      }),
    me: publicProcedure
      .meta({ summary: 'Oneself; null when not logged in', output: me.nullable() })
      .input(nothing)
      .query(({ ctx }) => (ctx.login === null ? null : accounts.me(ctx.login.userId))),
    changePassword: procedure
      .use(overHttp)
      .meta({
        summary: 'Changes the password; every other login ends, this one goes on with a new cookie',
        output: me,
      })
      .input(changePasswordInput)
      .mutation(async ({ ctx, input }) =>
        answer(ctx, await accounts.changePassword(ctx.login.userId, input, ctx)),
      ),
  });
}
