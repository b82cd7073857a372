import type { Me, PresenceState } from '../contract/index.ts';
import { type ProfileWithAccount, toPublicProfile } from './toPublicProfile.ts';

/** What a person may know of himself. */
export function toMe(profile: ProfileWithAccount, presence: PresenceState): Me {
  const account = profile.account.$;
  return {
    ...toPublicProfile(profile, presence),
    email: account.email,
    birthYear: profile.birthYear,
    gender: profile.gender,
    partnerGender: profile.partnerGender,
    locale: profile.locale,
    hideIp: profile.hideIp,
    role: account.role,
  };
}
