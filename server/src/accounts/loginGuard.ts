import { addressBucket } from '../limits/addressBucket.ts';
import type { Limits } from '../limits/Limits.ts';
import type { Caller } from './Accounts.ts';

/**
 * Slows down guessing. An attempt is counted before the password is looked at, so that many at once are no way around
 * it, and taken back when it was right: only failed logins count. Nobody can lock out anybody at another address.
 */
export interface LoginGuard {
  /** @throws AppError TOO_MANY_REQUESTS */
  attempt(): Promise<void>;
  succeeded(): Promise<void>;
  /** The attempt came to nothing for another reason than its password. */
  gaveUp(): Promise<void>;
}

/** @param account what is guessed at: an account's id, or the name that was typed when there is no such account */
export function createLoginGuard(limits: Limits, account: string, caller: Caller): LoginGuard {
  const address = addressBucket(caller.address);
  const pair = `${account} ${address}`;
  return {
    async attempt() {
      await limits.consume('failed_login_account', pair);
      try {
        await limits.consume('failed_login_address', address);
      } catch (refusal) {
        await limits.refund('failed_login_account', pair);
        throw refusal;
      }
    },
    async succeeded() {
      await limits.reset('failed_login_account', pair);
      await limits.refund('failed_login_address', address);
    },
    async gaveUp() {
      await limits.refund('failed_login_account', pair);
      await limits.refund('failed_login_address', address);
    },
  };
}
