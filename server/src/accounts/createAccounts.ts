import { AppError } from '../contract/errors.ts';
import type { Me } from '../contract/index.ts';
import { Account } from './Account.entity.ts';
import type { Accounts, Caller, LoggedIn } from './Accounts.ts';
import type { AccountsDeps } from './AccountsDeps.ts';
import { changePassword } from './changePassword.ts';
import { browserToken } from './knownBrowser.ts';
import { logIn } from './logIn.ts';
import { register } from './register.ts';
import { setBanned } from './setBanned.ts';

export function createAccounts(deps: AccountsDeps): Accounts {
  const { authSessions, profiles } = deps;

  function ended(authSessionIds: string[]): void {
    if (authSessionIds.length > 0) deps.onLoginEnded(authSessionIds);
  }

  async function issue(userId: string, { cookieHeader }: Caller): Promise<LoggedIn> {
    const { login, ended: displaced } = await authSessions.issue(userId);
    ended(displaced);
    const me: Me | null = await profiles.me(userId);
    if (me === null) throw new AppError('NOT_LOGGED_IN');
    const account = await deps.database.use((em) =>
      em.findOneOrFail(Account, userId, { populate: ['passwordHash'] }),
    );
    const known = deps.browserCookie.read(cookieHeader);
    const browser = deps.browserCookie.write(known, browserToken(userId, account.passwordHash));
    return { me, login, setCookies: [login.setCookie, browser] };
  }

  return {
    rules: { minAge: deps.minAge },
    register: async (input, caller) => issue(await register(deps, input, caller), caller),
    login: (input, caller) => logIn(deps, (userId) => issue(userId, caller), { input, caller }),
    async changePassword(userId, input, caller) {
      await changePassword(deps, userId, { input, caller });
      ended(await authSessions.endAll(userId));
      return issue(userId, caller);
    },

    async logout(authSessionId) {
      await authSessions.end(authSessionId);
      ended([authSessionId]);
      return { clearCookie: authSessions.clearCookie };
    },
    async logoutEverywhere(userId) {
      ended(await authSessions.endAll(userId));
      return { clearCookie: authSessions.clearCookie };
    },

    async setBanned(userId, isBanned) {
      await setBanned(deps, userId, isBanned);
      // Also when the ban is lifted: a login that was issued in its first instant must not come to life then.
      const logins = await authSessions.endAll(userId);
      ended(logins);
      if (isBanned) await deps.onBanned(userId);
    },

    me: (userId) => profiles.me(userId),
    async authenticate(cookieHeader) {
      const read = await authSessions.read(cookieHeader);
      if (read === null) return null;
      const { setCookie, ...login } = read;
      return { login, setCookie };
    },
    isLoginAlive: (authSessionId) => authSessions.isAlive(authSessionId),
    sweepExpired: () => authSessions.sweepExpired(),
  };
}
