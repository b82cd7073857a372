import { createHash } from 'node:crypto';
import { Account } from '../src/accounts/Account.entity.ts';
import { AuthSession } from '../src/accounts/AuthSession.entity.ts';
import { systemClock } from '../src/clock/systemClock.ts';
import { createIds } from '../src/database/createIds.ts';
import { openDatabase } from '../src/database/openDatabase.ts';
import { Profile } from '../src/profiles/Profile.entity.ts';

const CHUNK = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What the cookie of user `index` holds: forty letters, as a login's id has. */
export const loginOf = (index: number): string =>
  String(index)
    .replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))
    .padStart(40, 'z');

/**
 * Writes users who are logged in, past the front door: registering five thousand would be two minutes of hashing
 * passwords. To be done before a server opens an embedded database.
 */
export async function seedUsers(settings: Parameters<typeof openDatabase>[0], count: number): Promise<void> {
  const newId = createIds(systemClock);
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + 30 * DAY_MS);
  const people = Array.from({ length: count }, (_, index) => ({
    id: newId(),
    index,
    name: `bench.${index}`,
  }));
  const database = await openDatabase(settings);
  for (let start = 0; start < count; start += CHUNK) {
    const chunk = people.slice(start, start + CHUNK);
    await database.transaction(async (em) => {
      await em.insertMany(
        Account,
        chunk.map(({ id, name }) => ({
          id,
          username: name,
          email: null,
          passwordHash: 'nobody logs in with this',
          role: 'learner' as const,
          bannedAt: null,
          createdAt,
        })),
      );
      await em.insertMany(
        Profile,
        chunk.map(({ id, name }) => ({
          account: id,
          displayName: name,
          currentBand: 6 as const,
          targetBand: 7 as const,
          bio: null,
          birthYear: 2000,
          gender: null,
          partnerGender: 'any' as const,
          locale: 'en' as const,
          hideIp: false,
          lastSeenAt: null,
          createdAt,
          searchText: name,
        })),
      );
      await em.insertMany(
        AuthSession,
        chunk.map(({ id, index }) => ({
          id: createHash('sha256').update(loginOf(index)).digest('hex'),
          account: id,
          expiresAt,
          createdAt,
        })),
      );
    });
  }
  await database.close();
}
