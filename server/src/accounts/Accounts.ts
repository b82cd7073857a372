import type { AccountRules, ChangePasswordInput, LoginInput, Me, RegisterInput } from '../contract/index.ts';
import type { Login } from '../transport/context.ts';
import type { IssuedLogin } from './AuthSessions.ts';

/** Who is calling, as far as that is known before he has logged in. */
export interface Caller {
  /** The network address. */
  address: string;
  /** What the browser sent of cookies; null: nothing. */
  cookieHeader: string | null;
}

export interface LoggedIn {
  me: Me;
  login: IssuedLogin;
  /** Values of Set-Cookie headers, the login's first. */
  setCookies: readonly string[];
}

/** Beside what is named, each throws AppError TOO_MANY_REQUESTS, BUSY (too many passwords at once), DATABASE_UNAVAILABLE. */
export interface Accounts {
  readonly rules: AccountRules;
  /** @throws AppError WRONG_INPUT, TOO_YOUNG, PASSWORD_TOO_COMMON, USERNAME_TAKEN, EMAIL_TAKEN */
  register(input: RegisterInput, caller: Caller): Promise<LoggedIn>;
  /** @throws AppError WRONG_CREDENTIALS, BANNED (only with the right password) */
  login(input: LoginInput, caller: Caller): Promise<LoggedIn>;
  logout(authSessionId: string): Promise<{ clearCookie: string }>;
  logoutEverywhere(userId: string): Promise<{ clearCookie: string }>;
  /** Null: the account is gone. */
  me(userId: string): Promise<Me | null>;
  /** Every login of the user ends, also the one that asks; a new one is issued. @throws AppError WRONG_CREDENTIALS, PASSWORD_TOO_COMMON */
  changePassword(userId: string, input: ChangePasswordInput, caller: Caller): Promise<LoggedIn>;
  /**
   * Bans an account or lets it in again. A ban ends whatever goes on of it, on every server, before this answers;
   * banning again does that again, for the case that a first time broke off in the middle.
   * @throws AppError NOT_FOUND
   */
  setBanned(userId: string, isBanned: boolean): Promise<void>;
  /** Null: no cookie, none of ours, expired, or of somebody banned. `setCookie`: null when the cookie needs no renewal. */
  authenticate(cookieHeader: string | undefined): Promise<{ login: Login; setCookie: string | null } | null>;
  /** Whether a login that a socket was opened with has not ended since. */
  isLoginAlive(authSessionId: string): Promise<boolean>;
  /** Removes expired logins, and says how many. */
  sweepExpired(): Promise<number>;
}
