/** Somebody asks a former partner to talk again. */
export interface Invite {
  id: string;
  fromUserId: string;
  /** The device that will have the call. */
  fromDeviceId: string;
  toUserId: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The open invitations, at most one from a user. Every method is one atomic step however many servers call it. */
export interface InviteStore {
  /** Answers the one of the same sender that this replaces. */
  put(invite: Invite): Promise<Invite | null>;
  get(inviteId: string): Promise<Invite | null>;
  /** Takes it out, for one caller only; null: it is not there any more. */
  take(inviteId: string): Promise<Invite | null>;
  /** Takes out those that expired at or before `now`, each for one caller only. */
  takeExpired(now: number): Promise<Invite[]>;
  /** Takes out those from and to this user. */
  takeOf(userId: string): Promise<Invite[]>;
  /** Takes out those of these two, in either direction. */
  takeBetween(userId: string, otherId: string): Promise<Invite[]>;
}
