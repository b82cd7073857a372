import { AppError } from '../contract/errors.ts';
import { Account } from './Account.entity.ts';
import type { AccountsDeps } from './AccountsDeps.ts';

type SetBannedDeps = Pick<AccountsDeps, 'database' | 'clock'>;

/** Writes the ban; of one that is there already the time stays. @throws AppError NOT_FOUND */
export async function setBanned(
  { database, clock }: SetBannedDeps,
  userId: string,
  isBanned: boolean,
): Promise<void> {
  await database.transaction(async (em) => {
    const account = await em.findOne(Account, userId);
    if (account === null) throw new AppError('NOT_FOUND');
    account.bannedAt = isBanned ? (account.bannedAt ?? new Date(clock.now())) : null;
  });
}
