import type { Gender, PartnerGender, PublicProfile } from '../contract/index.ts';

/** What a partner is shown of a person; presence is added when it is asked for. */
export type ProfileCard = Omit<PublicProfile, 'presence' | 'lastSeenAt'>;

/** A person as the matcher needs one: loaded once when a device opens its stream, so that joining costs no query. */
export interface Learner {
  card: ProfileCard;
  birthYear: number;
  gender: Gender | null;
  partnerGender: PartnerGender;
  hideIp: boolean;
  /** Ids that this person has blocked. Who blocked this person is the other side's list. */
  blocked: readonly string[];
  /** Ids of the partners of the last three sessions, newest first. */
  recent: readonly string[];
}
