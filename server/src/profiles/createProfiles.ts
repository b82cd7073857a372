import type { Database } from '../database/Database.ts';
import { gatherLoads } from '../database/gatherLoads.ts';
import { AppError } from '../contract/errors.ts';
import type { PresenceState } from '../contract/index.ts';
import type { Limits } from '../limits/Limits.ts';
import { blocksOf } from '../safety/blocksOf.ts';
import { listProfiles } from './listProfiles.ts';
import { loadLearners } from './loadLearners.ts';
import type { Presence } from './Presence.ts';
import { Profile } from './Profile.entity.ts';
import type { Profiles } from './Profiles.ts';
import { toMe } from './toMe.ts';
import { toPublicProfile } from './toPublicProfile.ts';
import { toProfileSearchText } from './toSearchText.ts';
import { updateProfile } from './updateProfile.ts';

interface ProfilesDeps {
  database: Database;
  presence: Presence;
  limits: Limits;
  /** Without a relay nobody's address can be hidden, and a wish for it would only keep calls from connecting. */
  hasRelay: boolean;
  /** A `Learner` that somebody keeps is out of date. */
  onLearnerChanged(userId: string): void;
}

export function createProfiles(deps: ProfilesDeps): Profiles {
  const { database, presence, limits } = deps;

  async function stateOf(userId: string): Promise<PresenceState> {
    const [state = 'offline'] = await presence.states([userId]);
    return state;
  }

  const loadLearner = gatherLoads((userIds) => database.use((em) => loadLearners(em, userIds)));

  return {
    add(em, { accountId, username, ...profile }) {
      em.create(Profile, {
        ...profile,
        account: accountId,
        bio: null,
        partnerGender: 'any',
        hideIp: false,
        lastSeenAt: null,
        searchText: toProfileSearchText(username, profile.displayName),
      });
    },

    async me(userId) {
      const profile = await database.use((em) =>
        em.findOne(Profile, { account: userId }, { populate: ['account'] }),
      );
      return profile && toMe(profile, await stateOf(userId));
    },

    async list(userId, input) {
      await limits.consume('read', userId);
      return listProfiles(deps, userId, input);
    },

    async get(userId, id) {
      await limits.consume('read', userId);
      const profile = await database.use(async (em) => {
        const { blocked, blockedBy } = await blocksOf(em, userId);
        if (blocked.includes(id) || blockedBy.includes(id)) return null;
        return em.findOne(Profile, { account: { id, bannedAt: null } }, { populate: ['account'] });
      });
      if (profile === null) throw new AppError('NOT_FOUND');
      return toPublicProfile(profile, await stateOf(id));
    },

    async people(ids) {
      if (ids.length === 0) return new Map();
      const profiles = await database.use((em) =>
        em.find(Profile, { account: { id: { $in: [...ids] }, bannedAt: null } }, { populate: ['account'] }),
      );
      const byId = new Map(profiles.map((profile) => [profile.account.id, profile]));
      const known = ids.filter((id) => byId.has(id));
      const states = await presence.states(known);
      return new Map(
        known.flatMap((id, index) => {
          const profile = byId.get(id);
          return profile ? [[id, toPublicProfile(profile, states[index] ?? 'offline')] as const] : [];
        }),
      );
    },

    async update(userId, input) {
      await limits.consume('update_profile', userId);
      if (input.hideIp && !deps.hasRelay) throw new AppError('NO_RELAY');
      const profile = await updateProfile(database, userId, input);
      deps.onLearnerChanged(userId);
      return toMe(profile, await stateOf(userId));
    },

    loadLearner,

    async touchLastSeen(userIds, at) {
      if (userIds.length === 0) return;
      const lastSeenAt = new Date(at);
      await database.use((em) =>
        em.nativeUpdate(
          Profile,
          {
            account: { $in: [...userIds] },
            $or: [{ lastSeenAt: null }, { lastSeenAt: { $lt: lastSeenAt } }],
          },
          { lastSeenAt },
        ),
      );
    },
  };
}
