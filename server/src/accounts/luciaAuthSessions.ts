import { hash } from 'node:crypto';
import { type Adapter, type DatabaseSession, Lucia, TimeSpan } from 'lucia';
import type { Clock } from '../clock/Clock.ts';
import type { Database } from '../database/Database.ts';
import { gatherLoads } from '../database/gatherLoads.ts';
import { AuthSession } from './AuthSession.entity.ts';
import type { AuthSessions } from './AuthSessions.ts';
import { findLogins, type KnownLogin } from './findLogins.ts';

const DAY_MS = 24 * 60 * 60_000;
const IDLE = new TimeSpan(30, 'd');
const ABSOLUTE_MS = 90 * DAY_MS;
const LOGINS_MAX = 10;

/** 25 random bytes in base32, as Lucia makes its ids: anything else was never issued and costs no query. */
const COOKIE_ID = /^[a-z2-7]{40}$/;

interface LuciaDeps {
  database: Database;
  clock: Clock;
  /** True when the site is reached by https: the cookie is then bound to it, and to this host alone. */
  secureCookies: boolean;
}

const hashOf = (cookieId: string): string => hash('sha256', cookieId);

/** Its own reading: Lucia's throws when any cookie of the header, whosesoever, has a malformed `%`. */
function cookieIdOf(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key, value = ''] = pair.trim().split('=', 2);
    if (key === name) return COOKIE_ID.test(value) ? value : null;
  }
  return null;
}

/**
 * On Lucia 3.2.2, which is frozen and calls itself a learning resource: it has the ids, the cookie's attributes and the
 * sliding expiry; hashing, the absolute expiry and the number of logins are done here. Nothing else imports it.
 */
export function createLuciaAuthSessions({ database, clock, secureCookies }: LuciaDeps): AuthSessions {
  /** Lucia reads the machine's clock; times are handed to it and taken from it as if it read ours. */
  const toLuciaTime = (at: Date): Date => new Date(at.getTime() + Date.now() - clock.now());
  const fromLuciaTime = (at: Date): Date => new Date(at.getTime() - Date.now() + clock.now());

  const latestEnd = (createdAt: Date): number => createdAt.getTime() + ABSOLUTE_MS;
  const isOver = (session: KnownLogin): boolean =>
    Math.min(session.expiresAt.getTime(), latestEnd(session.createdAt)) <= clock.now();

  const find = gatherLoads((ids) => database.use((em) => findLogins(em, ids)));

  const toLuciaSession = (id: string, session: KnownLogin): DatabaseSession => ({
    id,
    userId: session.userId,
    expiresAt: toLuciaTime(session.expiresAt),
    attributes: {},
  });

  const adapter: Adapter = {
    async getSessionAndUser(cookieId) {
      const session = await find(hashOf(cookieId));
      if (session === null || isOver(session)) return [null, null];
      return [toLuciaSession(cookieId, session), { id: session.userId, attributes: {} }];
    },
    async getUserSessions() {
      throw new Error('raw ids are not stored: sessions cannot be listed by them');
    },
    async setSession({ id, userId, expiresAt }) {
      await database.use((em) =>
        em.insert(AuthSession, {
          id: hashOf(id),
          account: userId,
          expiresAt: fromLuciaTime(expiresAt),
          createdAt: new Date(clock.now()),
        }),
      );
    },
    async updateSessionExpiration(cookieId, expiresAt) {
      await database.use((em) =>
        em.nativeUpdate(AuthSession, { id: hashOf(cookieId) }, { expiresAt: fromLuciaTime(expiresAt) }),
      );
    },
    deleteSession: (cookieId) => end(hashOf(cookieId)),
    async deleteUserSessions(userId) {
      await endAll(userId);
    },
    async deleteExpiredSessions() {
      await sweepExpired();
    },
  };

  const lucia = new Lucia(adapter, {
    sessionExpiresIn: IDLE,
    sessionCookie: {
      name: secureCookies ? '__Host-session' : 'session',
      attributes: { secure: secureCookies, sameSite: 'lax', path: '/' },
    },
  });

  async function end(authSessionId: string): Promise<void> {
    await database.use((em) => em.nativeDelete(AuthSession, { id: authSessionId }));
  }

  /** All of a user's logins but the newest `keep`. Those that begin meanwhile are not touched. */
  function endAll(userId: string, keep = 0): Promise<string[]> {
    return database.use(async (em) => {
      const sessions = await em.find(
        AuthSession,
        { account: userId },
        { orderBy: { createdAt: 'desc', id: 'desc' }, offset: keep },
      );
      const ids = sessions.map((session) => session.id);
      if (ids.length > 0) await em.nativeDelete(AuthSession, { id: { $in: ids } });
      return ids;
    });
  }

  function sweepExpired(): Promise<number> {
    const now = clock.now();
    return database.use((em) =>
      em.nativeDelete(AuthSession, {
        $or: [{ expiresAt: { $lte: new Date(now) } }, { createdAt: { $lte: new Date(now - ABSOLUTE_MS) } }],
      }),
    );
  }

  return {
    async issue(userId) {
      const session = await lucia.createSession(userId, {});
      return {
        login: {
          authSessionId: hashOf(session.id),
          userId,
          setCookie: lucia.createSessionCookie(session.id).serialize(),
        },
        ended: await endAll(userId, LOGINS_MAX),
      };
    },

    async read(cookieHeader) {
      const cookieId = cookieIdOf(cookieHeader ?? '', lucia.sessionCookieName);
      if (cookieId === null) return null;
      const { session } = await lucia.validateSession(cookieId);
      if (session === null) return null;
      return {
        authSessionId: hashOf(cookieId),
        userId: session.userId,
        setCookie: session.fresh ? lucia.createSessionCookie(cookieId).serialize() : null,
      };
    },

    async isAlive(authSessionId) {
      const session = await find(authSessionId);
      return session !== null && !isOver(session);
    },

    end,
    endAll: (userId) => endAll(userId),
    sweepExpired,
    clearCookie: lucia.createBlankSessionCookie().serialize(),
  };
}
