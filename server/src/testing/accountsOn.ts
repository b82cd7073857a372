import { createVirtualClock } from '../clock/virtualClock.ts';
import type { RegisterInput } from '../contract/index.ts';
import { createIds } from '../database/createIds.ts';
import type { Database } from '../database/Database.ts';
import { limitRules } from '../limits/limitRules.ts';
import { createMemoryLimits } from '../limits/memoryLimits.ts';
import { createProfiles } from '../profiles/createProfiles.ts';
import { createMemoryPresence } from '../profiles/memoryPresence.ts';
import { createAccounts } from '../accounts/createAccounts.ts';
import { createBrowserCookie } from '../accounts/knownBrowser.ts';
import { createLuciaAuthSessions } from '../accounts/luciaAuthSessions.ts';
import { createPasswordHasher, type PasswordHasher } from '../accounts/passwordHasher.ts';

export const PASSWORD = 'seven blue melons';
export const CALLER = { address: '192.0.2.7', cookieHeader: null };

export function aRegistration(fields: Partial<RegisterInput> = {}): RegisterInput {
  return {
    username: 'madina',
    password: PASSWORD,
    displayName: 'Madina',
    currentBand: 5.5,
    targetBand: 7,
    birthYear: 2004,
    ...fields,
  };
}

interface Settings {
  secureCookies?: boolean;
  registerPerAddressHour?: number;
  passwords?: PasswordHasher;
}

/** Accounts and profiles on a real database, with a virtual clock and limits in memory. */
export function accountsOn(database: Database, settings: Settings = {}) {
  const { secureCookies = true, registerPerAddressHour = 200, passwords = createPasswordHasher() } = settings;
  const clock = createVirtualClock();
  const limits = createMemoryLimits(limitRules({ registerPerAddressHour }));
  const waiting = new Set<string>();
  const presence = createMemoryPresence({ isWaiting: (id) => waiting.has(id), isInSession: () => false });
  const changed: string[] = [];
  const profiles = createProfiles({
    database,
    presence,
    limits,
    hasRelay: true,
    onLearnerChanged: (id) => void changed.push(id),
  });
  const authSessions = createLuciaAuthSessions({ database, clock, secureCookies });
  const ended: string[] = [];
  const banned: string[] = [];
  const accounts = createAccounts({
    database,
    clock,
    newId: createIds(clock),
    limits,
    passwords,
    authSessions,
    browserCookie: createBrowserCookie(secureCookies),
    profiles,
    minAge: 16,
    onBanned: async (userId) => void banned.push(userId),
    onLoginEnded: (ids) => void ended.push(...ids),
  });
  return {
    clock,
    limits,
    presence,
    profiles,
    accounts,
    waiting,
    /** Ids of the learners that were reported as changed. */
    changed,
    /** Ids of the logins that were reported as over. */
    ended,
    /** Ids of the users whose doings were to end. */
    banned,
  };
}

/** What a browser sends back for a Set-Cookie header. */
export const cookieOf = (setCookie: string): string => setCookie.replace(/;.*$/, '');
