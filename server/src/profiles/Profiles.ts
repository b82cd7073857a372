import type { SqlEntityManager as EntityManager } from '@mikro-orm/postgresql';
import type {
  Band,
  Gender,
  ListProfilesInput,
  Locale,
  Me,
  ProfilePage,
  PublicProfile,
  UpdateProfileInput,
} from '../contract/index.ts';
import type { Learner } from './Learner.ts';

/** What is known of a person when he registers. */
interface NewProfile {
  accountId: string;
  username: string;
  displayName: string;
  currentBand: Band;
  targetBand: Band;
  birthYear: number;
  gender: Gender | null;
  locale: Locale;
  createdAt: Date;
}

/** Who people are. `userId` is always the person who asks. */
export interface Profiles {
  /** Adds the profile of an account that is made in the same transaction. */
  add(em: EntityManager, profile: NewProfile): void;
  /** Null: there is no such account. */
  me(userId: string): Promise<Me | null>;
  /** Newest members first; without the asking person, the banned, and those blocked in either direction. */
  list(userId: string, input: ListProfilesInput): Promise<ProfilePage>;
  /** @throws AppError NOT_FOUND, also for the banned and those blocked in either direction */
  get(userId: string, id: string): Promise<PublicProfile>;
  /** By id, in the order asked; who is gone or banned is left out. Does not look at blocks. */
  people(ids: readonly string[]): Promise<Map<string, PublicProfile>>;
  /** @throws AppError EMAIL_TAKEN, GENDER_NEEDED (a wish for the same gender needs one), NO_RELAY (a hidden address does), TOO_MANY_REQUESTS */
  update(userId: string, input: UpdateProfileInput): Promise<Me>;
  /** One statement for all that are asked for in one turn. Null: no such account, or banned. */
  loadLearner(userId: string): Promise<Learner | null>;
  /** One statement. An earlier time than the known one changes nothing. @param at milliseconds since 1970 */
  touchLastSeen(userIds: readonly string[], at: number): Promise<void>;
}
