import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { AppError } from '../contract/errors.ts';
import type { RegisterInput } from '../contract/index.ts';
import { addressBucket } from '../limits/addressBucket.ts';
import { Account } from './Account.entity.ts';
import type { Caller } from './Accounts.ts';
import { checkAge } from './checkAge.ts';
import { checkNewPassword } from './checkNewPassword.ts';
import type { AccountsDeps } from './AccountsDeps.ts';
import { isReservedUsername } from './isReservedUsername.ts';

type RegisterDeps = Pick<
  AccountsDeps,
  'database' | 'clock' | 'newId' | 'limits' | 'passwords' | 'profiles' | 'minAge'
>;

/** Most learners read Uzbek first. */
const DEFAULT_LOCALE = 'uz';

/** Which of the two must be another one. The database decides; its constraints are named in Account.entity.ts. */
function toTaken(error: unknown): unknown {
  if (!(error instanceof UniqueConstraintViolationException)) return error;
  return new AppError(error.message.includes('account_email_unique') ? 'EMAIL_TAKEN' : 'USERNAME_TAKEN', {
    cause: error,
  });
}

/** Makes the account and its profile; returns its id. */
export async function register(deps: RegisterDeps, input: RegisterInput, caller: Caller): Promise<string> {
  const { database, clock, limits, passwords, profiles } = deps;
  const { username, password, email = null, gender = null, locale = DEFAULT_LOCALE, ...profile } = input;

  checkAge(input.birthYear, deps.minAge, clock.now());
  checkNewPassword(password, { username, email, displayName: input.displayName });
  await limits.consume('register_address', addressBucket(caller.address));

  // Asked before the costly hash; who comes between is found by the constraint.
  const namesakes = await database.use((em) =>
    em.find(Account, email === null ? { username } : { $or: [{ username }, { email }] }),
  );
  if (isReservedUsername(username) || namesakes.some((account) => account.username === username)) {
    throw new AppError('USERNAME_TAKEN');
  }
  if (namesakes.length > 0) throw new AppError('EMAIL_TAKEN');

  const passwordHash = await passwords.hash(password);
  const accountId = deps.newId();
  const createdAt = new Date(clock.now());
  try {
    await database.transaction(async (em) => {
      em.create(Account, {
        id: accountId,
        username,
        email,
        passwordHash,
        role: 'learner',
        bannedAt: null,
        createdAt,
      });
      profiles.add(em, { ...profile, accountId, username, gender, locale, createdAt });
    });
  } catch (error) {
    throw toTaken(error);
  }
  return accountId;
}
