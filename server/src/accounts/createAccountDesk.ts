import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { AppError } from '../contract/errors.ts';
import type { Band, Role } from '../contract/index.ts';
import { Account } from './Account.entity.ts';
import type { Accounts } from './Accounts.ts';
import type { AccountsDeps } from './AccountsDeps.ts';
import { checkNewPassword } from './checkNewPassword.ts';

interface AccountDeskDeps extends Pick<
  AccountsDeps,
  'database' | 'clock' | 'newId' | 'passwords' | 'profiles'
> {
  accounts: Pick<Accounts, 'logoutEverywhere' | 'setBanned'>;
}

export interface KnownAccount {
  id: string;
  username: string;
  role: Role;
  /** null: not banned. */
  bannedAt: Date | null;
  createdAt: Date;
}

export interface NewAdmin {
  username: string;
  password: string;
  displayName: string;
  band: Band;
  birthYear: number;
}

/**
 * What an operator does to accounts. No limits, and no name is reserved from him.
 * Where `name` is asked for it is a username, an e-mail address or an id (the log has those).
 */
export interface AccountDesk {
  /** @throws AppError NOT_FOUND */
  find(name: string): Promise<KnownAccount>;
  /** @throws AppError USERNAME_TAKEN, PASSWORD_TOO_COMMON */
  createAdmin(admin: NewAdmin): Promise<KnownAccount>;
  /** Every login of the account ends. @throws AppError NOT_FOUND, PASSWORD_TOO_COMMON */
  setPassword(name: string, password: string): Promise<KnownAccount>;
  /** @throws AppError NOT_FOUND */
  setRole(name: string, role: Role): Promise<KnownAccount>;
  /** What goes on of a banned account ends on every server before this answers. @throws AppError NOT_FOUND */
  setBanned(name: string, isBanned: boolean): Promise<KnownAccount>;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createAccountDesk(deps: AccountDeskDeps): AccountDesk {
  const { database, passwords, profiles } = deps;

  async function find(name: string): Promise<KnownAccount> {
    const known = name.trim().toLowerCase();
    const account = await database.use((em) =>
      em.findOne(Account, ID.test(known) ? { id: known } : { $or: [{ username: known }, { email: known }] }),
    );
    if (account === null) throw new AppError('NOT_FOUND');
    const { id, username, role, bannedAt, createdAt } = account;
    return { id, username, role, bannedAt, createdAt };
  }

  return {
    find,

    async createAdmin({ username, password, displayName, band, birthYear }) {
      checkNewPassword(password, { username, email: null, displayName });
      const passwordHash = await passwords.hash(password);
      const id = deps.newId();
      const createdAt = new Date(deps.clock.now());
      try {
        await database.transaction(async (em) => {
          em.create(Account, {
            id,
            username,
            email: null,
            passwordHash,
            role: 'admin',
            bannedAt: null,
            createdAt,
          });
          profiles.add(em, {
            accountId: id,
            username,
            displayName,
            currentBand: band,
            targetBand: band,
            birthYear,
            gender: null,
            locale: 'uz',
            createdAt,
          });
        });
      } catch (error) {
        if (error instanceof UniqueConstraintViolationException) {
          throw new AppError('USERNAME_TAKEN', { cause: error });
        }
        throw error;
      }
      return { id, username, role: 'admin', bannedAt: null, createdAt };
    },

    async setPassword(name, password) {
      const account = await find(name);
      const me = await profiles.me(account.id);
      checkNewPassword(password, {
        username: account.username,
        email: me?.email ?? null,
        displayName: me?.displayName ?? '',
      });
      const passwordHash = await passwords.hash(password);
      await database.use((em) => em.nativeUpdate(Account, { id: account.id }, { passwordHash }));
      await deps.accounts.logoutEverywhere(account.id);
      return account;
    },

    async setRole(name, role) {
      const account = await find(name);
      await database.use((em) => em.nativeUpdate(Account, { id: account.id }, { role }));
      return { ...account, role };
    },

    async setBanned(name, isBanned) {
      const { id } = await find(name);
      await deps.accounts.setBanned(id, isBanned);
      return find(id);
    },
  };
}
