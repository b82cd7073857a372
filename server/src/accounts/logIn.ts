import type { Database } from '../database/Database.ts';
import { AppError } from '../contract/errors.ts';
import type { LoginInput } from '../contract/index.ts';
import { Account } from './Account.entity.ts';
import type { Caller, LoggedIn } from './Accounts.ts';
import type { AccountsDeps } from './AccountsDeps.ts';
import { browserToken } from './knownBrowser.ts';
import { createLoginGuard } from './loginGuard.ts';

type LogInDeps = Pick<AccountsDeps, 'database' | 'limits' | 'passwords' | 'authSessions' | 'browserCookie'>;

interface LogInRequest {
  input: LoginInput;
  caller: Caller;
}

/** A username has no `@` and an e-mail address has one. Both are stored as they are normalised here. */
const normalName = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();

function findAccount(database: Database, name: string) {
  return database.use((em) =>
    em.findOne(Account, name.includes('@') ? { email: name } : { username: name }, {
      populate: ['passwordHash'],
    }),
  );
}

/** Logs in, and hashes the password anew when the parameters have changed since. An unknown user costs the same time. */
export async function logIn(
  deps: LogInDeps,
  issue: (userId: string) => Promise<LoggedIn>,
  { input, caller }: LogInRequest,
): Promise<LoggedIn> {
  const { database, passwords, authSessions } = deps;
  const name = normalName(input.username);
  // By the name as it was typed, known or not: by the account it would tell which names belong to one.
  // Looked up first, for a browser that knows the account: a failure counts all the same, whether there is one or not.
  const account = await findAccount(database, name);
  const known = deps.browserCookie.read(caller.cookieHeader);
  const token = account && browserToken(account.id, account.passwordHash);
  const guard = createLoginGuard(deps.limits, {
    name,
    address: caller.address,
    token: token !== null && known.includes(token) ? token : null,
  });
  await guard.attempt();
  const verdict = await passwords
    .verify(account?.passwordHash ?? null, input.password)
    .catch(async (error: unknown) => {
      await guard.gaveUp();
      throw error;
    });
  if (account === null || verdict === 'wrong') throw new AppError('WRONG_CREDENTIALS');
  await guard.succeeded();
  if (account.bannedAt !== null) throw new AppError('BANNED');

  let { passwordHash } = account;
  if (verdict === 'right_but_outdated') {
    const renewed = await passwords.hash(input.password);
    const changed = await database.use((em) =>
      em.nativeUpdate(Account, { id: account.id, passwordHash }, { passwordHash: renewed }),
    );
    if (changed > 0) passwordHash = renewed;
  }

  const loggedIn = await issue(account.id);
  // The password may have been changed, or the account banned, since it was read; what ended the logins then missed this one.
  const isStill = await database.use((em) =>
    em.count(Account, { id: account.id, passwordHash, bannedAt: null }),
  );
  if (isStill === 0) {
    await authSessions.end(loggedIn.login.authSessionId);
    throw new AppError('WRONG_CREDENTIALS');
  }
  return loggedIn;
}
