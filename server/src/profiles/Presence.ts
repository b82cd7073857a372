import type { PresenceState } from '../contract/index.ts';

/**
 * Who is here. A device is here while its event stream is open on any server; a user, while one of his devices is.
 * Every method may be called from several servers at once; the last call for a device wins.
 */
export interface Presence {
  attach(userId: string, deviceId: string): Promise<void>;
  detach(userId: string, deviceId: string): Promise<void>;
  /** Whether this very device has an open stream. */
  isAttached(userId: string, deviceId: string): Promise<boolean>;
  /** What is known of each id, in the order asked; someone unknown is offline. */
  states(userIds: readonly string[]): Promise<PresenceState[]>;
  /** Number of users with an open stream. */
  onlineCount(): Promise<number>;
  /** Ids of the users with an open stream, for `profile.list` with `presence: 'online'`. */
  onlineIds(): Promise<string[]>;
}
