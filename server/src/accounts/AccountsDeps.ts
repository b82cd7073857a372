import type { Clock } from '../clock/Clock.ts';
import type { Database } from '../database/Database.ts';
import type { NewId } from '../database/createIds.ts';
import type { Limits } from '../limits/Limits.ts';
import type { Profiles } from '../profiles/Profiles.ts';
import type { AuthSessions } from './AuthSessions.ts';
import type { BrowserCookie } from './knownBrowser.ts';
import type { PasswordHasher } from './passwordHasher.ts';

export interface AccountsDeps {
  database: Database;
  clock: Clock;
  newId: NewId;
  limits: Limits;
  passwords: PasswordHasher;
  authSessions: AuthSessions;
  browserCookie: BrowserCookie;
  profiles: Pick<Profiles, 'add' | 'me'>;
  /** In years. */
  minAge: number;
  /** This account has been banned: what it waits for or talks in must end. */
  onBanned(userId: string): Promise<void>;
  /** These logins are over: whatever is still open with them must close. */
  onLoginEnded(authSessionIds: string[]): void;
}
