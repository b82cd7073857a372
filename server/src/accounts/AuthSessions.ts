/** A login that has just been issued. */
export interface IssuedLogin {
  /** SHA-256 of the cookie's id: names the login without giving it away. */
  authSessionId: string;
  userId: string;
  /** The value of a Set-Cookie header. */
  setCookie: string;
}

/** A login whose cookie was good. */
interface ReadLogin {
  authSessionId: string;
  userId: string;
  /** The value of a Set-Cookie header; null: the browser's cookie still lives long enough. */
  setCookie: string | null;
}

/**
 * Logins and their cookies. A login lives 30 days from its last use, and 90 from its beginning; who has more than ten
 * loses the oldest. Where ids are returned they are those of logins that have ended by it.
 */
export interface AuthSessions {
  issue(userId: string): Promise<{ login: IssuedLogin; ended: string[] }>;
  /** Null: no cookie, none of ours, expired, or of somebody who is banned. Never throws for what a browser sends. */
  read(cookieHeader: string | undefined): Promise<ReadLogin | null>;
  /** As `read`, by the login's name and without prolonging it. */
  isAlive(authSessionId: string): Promise<boolean>;
  end(authSessionId: string): Promise<void>;
  endAll(userId: string): Promise<string[]>;
  /** Removes what has expired, and says how many. */
  sweepExpired(): Promise<number>;
  /** A Set-Cookie header that removes the cookie. */
  readonly clearCookie: string;
}
