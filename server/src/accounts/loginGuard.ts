import { createHash } from 'node:crypto';
import { addressBucket } from '../limits/addressBucket.ts';
import type { Limits } from '../limits/Limits.ts';

/**
 * Slows down guessing. An attempt is counted before the password is looked at, so that many at once are no way around
 * it, and taken back when it was right: only failed logins count. Nobody can lock out anybody at another address, nor
 * in a browser in which that account has logged in before.
 */
export interface LoginGuard {
  /** @throws AppError TOO_MANY_REQUESTS */
  attempt(): Promise<void>;
  succeeded(): Promise<void>;
  /** The attempt came to nothing for another reason than its password. */
  gaveUp(): Promise<void>;
}

interface Attempt {
  /** What was typed, normalised; hashed, for it may be long and there may be many. */
  name: string;
  address: string;
  /** Of a browser that knows the account, which is then counted by itself; null: it does not. */
  token: string | null;
}

export function createLoginGuard(limits: Limits, { name, address, token }: Attempt): LoginGuard {
  const bucket = addressBucket(address);
  const where = token === null ? bucket : `browser ${token}`;
  const pair = `${createHash('sha256').update(name).digest('base64url')} ${where}`;
  return {
    async attempt() {
      // Nobody else can have this token: what strangers do at the same address is no matter.
      if (token !== null) return limits.consume('failed_login_account', pair);
      // The address first: who is over that leaves nothing behind for each name that he tries.
      await limits.consume('failed_login_address', bucket);
      try {
        await limits.consume('failed_login_account', pair);
      } catch (refusal) {
        await limits.refund('failed_login_address', bucket);
        throw refusal;
      }
    },
    async succeeded() {
      await limits.reset('failed_login_account', pair);
      if (token === null) await limits.refund('failed_login_address', bucket);
    },
    async gaveUp() {
      await limits.refund('failed_login_account', pair);
      if (token === null) await limits.refund('failed_login_address', bucket);
    },
  };
}
