import type { FilterQuery } from '@mikro-orm/core';
import type { Database } from '../database/Database.ts';
import { AppError } from '../contract/errors.ts';
import type { ListProfilesInput, ProfilePage } from '../contract/index.ts';
import { id } from '../contract/words.ts';
import { blocksOf } from '../safety/blocksOf.ts';
import type { Presence } from './Presence.ts';
import { Profile } from './Profile.entity.ts';
import { toPublicProfile } from './toPublicProfile.ts';
import { toSearchText } from './toSearchText.ts';

interface ListDeps {
  database: Database;
  presence: Presence;
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, String.raw`\$&`);

/** The cursor is the last id of the page before: ids grow with time, so a page stays where it was when people come and go. */
function cursorOf(input: ListProfilesInput): string | null {
  const { cursor } = input;
  if (cursor === undefined || cursor === null) return null;
  if (!id.safeParse(cursor).success) {
    throw new AppError('WRONG_INPUT', { fields: { cursor: ['is not one that this server gave'] } });
  }
  return cursor;
}

export async function listProfiles(
  { database, presence }: ListDeps,
  userId: string,
  input: ListProfilesInput,
): Promise<ProfilePage> {
  const cursor = cursorOf(input);
  const search = toSearchText(input.search ?? '');
  const onlineIds = input.presence === 'online' ? await presence.onlineIds() : null;

  const profiles = await database.use(async (em) => {
    const { blocked, blockedBy } = await blocksOf(em, userId);
    const conditions: FilterQuery<Profile>[] = [
      { account: { id: { $nin: [userId, ...blocked, ...blockedBy] }, bannedAt: null } },
    ];
    if (cursor !== null) conditions.push({ account: { id: { $lt: cursor } } });
    if (onlineIds !== null) conditions.push({ account: { id: { $in: onlineIds } } });
    if (input.minBand !== undefined) conditions.push({ currentBand: { $gte: input.minBand } });
    if (input.maxBand !== undefined) conditions.push({ currentBand: { $lte: input.maxBand } });
    if (search !== '') conditions.push({ searchText: { $like: `%${escapeLike(search)}%` } });
    return em.find(
      Profile,
      { $and: conditions },
      // One more than asked tells whether there is another page.
      { populate: ['account'], orderBy: { account: { id: 'desc' } }, limit: input.limit + 1 },
    );
  });

  const page = profiles.slice(0, input.limit);
  const ids = page.map((profile) => profile.account.id);
  const states = await presence.states(ids);
  return {
    items: page.map((profile, index) => toPublicProfile(profile, states[index] ?? 'offline')),
    nextCursor: profiles.length > page.length ? (ids.at(-1) ?? null) : null,
  };
}
