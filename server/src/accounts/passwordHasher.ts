import { randomBytes } from 'node:crypto';
import { hash, hashSync, verify } from '@node-rs/argon2';
import { createGate } from './createGate.ts';

/** The OWASP minimum for argon2id, the library's default kind (Password Storage Cheat Sheet): 19 MiB, about 30 ms of a core. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** Two cores' worth at once; 50 in line wait about a second. */
const GATE = { running: 2, waiting: 50, retryAfterMs: 2_000 };

type PasswordVerdict = 'wrong' | 'right' | 'right_but_outdated';

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /**
   * Takes the same time whether there is a hash or not.
   * @param passwordHash null: there is no such user. One that cannot be read counts as a wrong password.
   */
  verify(passwordHash: string | null, password: string): Promise<PasswordVerdict>;
}

/** Keyboards of Android and of desktops send different code points for the same letter (NIST SP 800-63B, 5.1.1.2). */
const normalise = (password: string): string => password.normalize('NFKC');

/** Both methods throw AppError BUSY when too many passwords are being hashed already. */
export function createPasswordHasher(): PasswordHasher {
  const gate = createGate(GATE);
  /** Verified in place of the hash of an unknown user, against a password that nobody knows. */
  const standIn = hashSync(randomBytes(32), PARAMETERS);

  return {
    hash: (password) => gate(() => hash(normalise(password), PARAMETERS)),
    async verify(passwordHash, password) {
      const isRight = await gate(() =>
        verify(passwordHash ?? standIn, normalise(password)).catch(() => false),
      );
      if (!isRight || passwordHash === null) return 'wrong';
      return passwordHash.startsWith(CURRENT) ? 'right' : 'right_but_outdated';
    },
  };
}
