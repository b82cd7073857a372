import type { Loaded } from '@mikro-orm/core';
import type { PresenceState, PublicProfile } from '../contract/index.ts';
import type { ProfileCard } from './Learner.ts';
import type { Profile } from './Profile.entity.ts';

/** A profile whose account is loaded with it. */
export type ProfileWithAccount = Loaded<Profile, 'account'>;

const LAST_SEEN_STEP_MS = 5 * 60_000;

const roundDown = (at: Date): string =>
  new Date(Math.floor(at.getTime() / LAST_SEEN_STEP_MS) * LAST_SEEN_STEP_MS).toISOString();

function toProfileCard(profile: ProfileWithAccount): ProfileCard {
  const account = profile.account.$;
  return {
    id: account.id,
    username: account.username,
    displayName: profile.displayName,
    currentBand: profile.currentBand,
    targetBand: profile.targetBand,
    bio: profile.bio,
    memberSince: account.createdAt.toISOString(),
  };
}

/** What everybody who is logged in may know of a person: no e-mail, no gender, no birth year, no exact time. */
export function toPublicProfile(profile: ProfileWithAccount, presence: PresenceState): PublicProfile {
  const lastSeenAt = presence === 'offline' ? profile.lastSeenAt : null;
  return { ...toProfileCard(profile), presence, lastSeenAt: lastSeenAt && roundDown(lastSeenAt) };
}
