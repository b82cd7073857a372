import type { Band, Locale, PushPreferences } from '../contract/index.ts';
import type { Subscription } from './deliverPush.ts';
import type { VapidKeyPair } from './vapidHeader.ts';

/** Whose device it is, and by which login. */
export interface SubscriptionOwner {
  userId: string;
  authSessionId: string;
}

/** How often somebody was woken; times in milliseconds since 1970. */
export interface WakeRecord {
  /** null: never. */
  wokenAt: number | null;
  /** The day of it in the person's zone, YYYY-MM-DD, and the times on that day. */
  wokenDay: string | null;
  wokenTimes: number;
}

/** Somebody who wants to be woken and has a device for it. */
export interface Sleeper extends WakeRecord {
  userId: string;
  locale: Locale;
  preferences: PushPreferences;
}

/** One more waking, and what must be true for it. */
export interface WakeClaim {
  userId: string;
  /** Milliseconds since 1970. */
  at: number;
  /** `at` as a day in the person's zone. */
  day: string;
}

/** Devices, wishes and keys as they last. Every method is one atomic step, however many servers call it. */
export interface PushRecords {
  /** The pair that is kept; if there is none, this one becomes it. All servers get the same. */
  keepVapidKeys(made: VapidKeyPair, at: number): Promise<VapidKeyPair>;
  /** null: none has been made yet. */
  vapidKeys(): Promise<VapidKeyPair | null>;
  /** Puts a new pair in the place of the old one, and forgets all devices: they know the old one only. */
  replaceVapidKeys(made: VapidKeyPair, at: number): Promise<void>;

  /**
   * An endpoint is one browser: it goes over to whoever is logged in there. Beyond ten of a user the oldest go.
   * @throws AppError NOT_LOGGED_IN when the login has just ended
   */
  addSubscription(subscription: Subscription, owner: SubscriptionOwner, at: number): Promise<void>;
  /** Somebody else's stays. */
  removeSubscription(endpoint: string, userId: string): Promise<void>;
  /** The push service knows it no longer. */
  forgetEndpoint(endpoint: string): Promise<void>;
  subscriptionsOf(userId: string): Promise<Subscription[]>;

  /** null: none were ever set. */
  preferences(userId: string): Promise<PushPreferences | null>;
  setPreferences(userId: string, preferences: PushPreferences): Promise<void>;

  /** Those between two bands who were not woken since `restedSince`, the longest rested first. */
  sleepers(search: { from: Band; to: Band; restedSince: number; limit: number }): Promise<Sleeper[]>;
  /** Notes a waking and answers true, unless it is too soon or one too many that day: of many who ask at once one wins. */
  claimWake(claim: WakeClaim): Promise<boolean>;
}
