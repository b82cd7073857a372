import { AppError } from '../contract/errors.ts';
import type { ChangePasswordInput } from '../contract/index.ts';
import { Account } from './Account.entity.ts';
import type { Caller } from './Accounts.ts';
import { checkNewPassword } from './checkNewPassword.ts';
import type { AccountsDeps } from './AccountsDeps.ts';
import { browserToken } from './knownBrowser.ts';
import { createLoginGuard } from './loginGuard.ts';

type ChangePasswordDeps = Pick<AccountsDeps, 'database' | 'limits' | 'passwords' | 'profiles'>;

interface ChangePasswordRequest {
  input: ChangePasswordInput;
  caller: Caller;
}

/** Writes the new password. Whoever holds a stolen cookie may guess the present one no faster than at the login. */
export async function changePassword(
  deps: ChangePasswordDeps,
  userId: string,
  { input, caller }: ChangePasswordRequest,
): Promise<void> {
  const { database, passwords } = deps;
  const account = await database.use((em) => em.findOne(Account, userId, { populate: ['passwordHash'] }));
  const me = await deps.profiles.me(userId);
  if (account === null || me === null) throw new AppError('NOT_LOGGED_IN');

  // Counted by itself: a login with this id as a name, which everybody can see, must not use it up.
  const token = browserToken(account.id, account.passwordHash);
  const guard = createLoginGuard(deps.limits, { name: userId, address: caller.address, token });
  await guard.attempt();
  const verdict = await passwords
    .verify(account.passwordHash, input.currentPassword)
    .catch(async (error: unknown) => {
      await guard.gaveUp();
      throw error;
    });
  if (verdict === 'wrong') throw new AppError('WRONG_CREDENTIALS');
  await guard.succeeded();

  checkNewPassword(input.newPassword, me);
  const passwordHash = await passwords.hash(input.newPassword);
  const changed = await database.use((em) =>
    em.nativeUpdate(Account, { id: userId, passwordHash: account.passwordHash }, { passwordHash }),
  );
  // Somebody else has changed it meanwhile: what was given is not the current one any more.
  if (changed === 0) throw new AppError('WRONG_CREDENTIALS');
}
