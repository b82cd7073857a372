import { join } from 'node:path';
import { Registry } from 'prom-client';
import type { Logger } from 'pino';
import { createAccountDesk } from './accounts/createAccountDesk.ts';
import { createAccounts } from './accounts/createAccounts.ts';
import { createBrowserCookie } from './accounts/knownBrowser.ts';
import { createLuciaAuthSessions } from './accounts/luciaAuthSessions.ts';
import { createPasswordHasher } from './accounts/passwordHasher.ts';
import { repeat } from './clock/repeat.ts';
import { systemClock } from './clock/systemClock.ts';
import { yearOf } from './clock/yearOf.ts';
import type { HouseDesk } from './cli/Desk.ts';
import { measureArchive, observeHouse } from './composeMetrics.ts';
import { composePush, type PushOverrides } from './composePush.ts';
import { openStores } from './composeStores.ts';
import type { Config } from './config.ts';
import { createIds } from './database/createIds.ts';
import { openDatabase } from './database/openDatabase.ts';
import { toDatabaseUnavailable } from './database/toDatabaseUnavailable.ts';
import { createStreams } from './events/createStreams.ts';
import { createMatching } from './matching/createMatching.ts';
import { createPreparing } from './matching/createPreparing.ts';
import { mayTalk } from './matching/mayTalk.ts';
import { createWaitEstimate } from './matching/waitEstimate.ts';
import { createLastSeen } from './profiles/createLastSeen.ts';
import { createLearners } from './profiles/createLearners.ts';
import { createProfiles } from './profiles/createProfiles.ts';
import { createReportDesk } from './safety/createReportDesk.ts';
import { createSafety } from './safety/createSafety.ts';
import { createDatabaseSafetyRecords } from './safety/databaseSafetyRecords.ts';
import { createHistory } from './sessions/createHistory.ts';
import { createInvites } from './sessions/createInvites.ts';
import { createSessions } from './sessions/createSessions.ts';
import { createDatabaseSessionArchive } from './sessions/databaseSessionArchive.ts';
import { createDatabaseWaitSamples } from './sessions/databaseWaitSamples.ts';
import { restoreSessions } from './sessions/restoreSessions.ts';
import { createWriteBehind } from './sessions/writeBehind.ts';
import { createAppRouter } from './transport/appRouter.ts';
import { createConnections } from './transport/connections.ts';
import { createErrorReport } from './transport/createErrorReport.ts';
import { createHttpServer } from './transport/createHttpServer.ts';
import type { Readiness } from './transport/healthRoutes.ts';
import { createTurn } from './turn/createTurn.ts';

const HOUR_MS = 3_600_000;
/** Chat is kept for reports only. */
const CHAT_KEPT_MS = 30 * 24 * HOUR_MS;
/** What is written while the server stops; the database may be away. */
const FLUSH_MS = 4_000;

interface ComposeOptions {
  config: Config;
  logger: Logger;
  /** The built client. */
  clientDir: string;
  /** For tests. */
  push?: PushOverrides;
}

export interface House {
  /** For an operator's commands. */
  desk: HouseDesk;
  listen(): Promise<{ port: number }>;
  /** Sends everybody elsewhere, writes what is left and lets go of the database. */
  stop(): Promise<void>;
}

/** Puts the whole server together: the only place that knows which adapter stands behind which port. */
export async function compose({
  config,
  logger,
  clientDir,
  push: overrides,
}: ComposeOptions): Promise<House> {
  const clock = systemClock;
  const newId = createIds(clock);
  const onError = createErrorReport(logger, clock);

  const database = await openDatabase(config);
  const connections = createConnections();
  const stores = await openStores({
    config,
    clock,
    onError,
    listener: {
      onLoginsEnded: (authSessionIds) => connections.closeLogins(authSessionIds),
      onLearnerNews: (news) => learners.hear(news),
      onDeviceAway,
      onDeviceBack,
      onQueueLost: async (places) => {
        for (const place of places) await matching.takeUpAgain(place);
      },
    },
  });
  const { tickets, events, presence, limits } = stores;

  async function onDeviceBack(userId: string, deviceId: string): Promise<void> {
    await matching.deviceBack(userId, deviceId);
    await sessions.deviceBack(userId, deviceId);
  }

  async function onDeviceAway(userId: string, deviceId: string): Promise<void> {
    lastSeen.left(userId);
    await matching.deviceAway(userId, deviceId);
    await sessions.deviceAway(userId, deviceId);
    const [state] = await presence.states([userId]);
    if (state === 'offline') learners.forget(userId);
  }

  const profiles = createProfiles({
    database,
    presence,
    limits,
    hasRelay: config.turn !== null,
    onLearnerChanged: (userId) => void learnerChanged(userId).catch(onError),
  });
  const learners = createLearners((userId) => profiles.loadLearner(userId));

  async function learnerChanged(userId: string): Promise<void> {
    stores.tellLearnerNews({ type: 'changed', userId });
    await matching.learnerChanged(userId);
  }

  const authSessions = createLuciaAuthSessions({ database, clock, secureCookies: config.secureCookies });
  const passwords = createPasswordHasher();
  const accounts = createAccounts({
    database,
    clock,
    newId,
    limits,
    profiles,
    authSessions,
    passwords,
    browserCookie: createBrowserCookie(config.secureCookies),
    minAge: config.minAge,
    async onBanned(userId) {
      stores.tellLearnerNews({ type: 'changed', userId });
      await matching.leave(userId);
      await sessions.moderated(userId);
      await invites.banned(userId);
    },
    onLoginEnded: (authSessionIds) => stores.endLogins(authSessionIds),
  });

  const writes = createWriteBehind({
    clock,
    isPassing: (error) => toDatabaseUnavailable(error) !== null,
    onGivenUp: onError,
  });
  const metrics = new Registry();
  const archive = measureArchive(createDatabaseSessionArchive(database), metrics);
  const sessions = createSessions({
    clock,
    newId,
    store: stores.sessions,
    events,
    archive,
    writes,
    ice: config,
    preparedPair: (sessionId) => stores.prepared.get(sessionId),
    requeue: (ticket) => matching.requeue(ticket),
    isAttached: (userId, deviceId) => presence.isAttached(userId, deviceId),
    onBegun: ({ members: [first, second] }) =>
      stores.tellLearnerNews({ type: 'met', userIds: [first.userId, second.userId] }),
    onError,
  });
  const waits = createWaitEstimate({ clock, samples: createDatabaseWaitSamples(database), onError });
  const matching = createMatching({
    clock,
    random: Math.random,
    newId,
    roundMs: config.roundMs,
    tickets,
    preparing: createPreparing({
      clock,
      random: Math.random,
      newId,
      tickets,
      prepared: stores.prepared,
      events,
      ice: config,
    }),
    learners,
    presence,
    events,
    limits,
    rounds: stores.rounds,
    hasRelay: config.turn !== null,
    waits,
    sessionOf: (userId) => sessions.ofUser(userId),
    onMatched: (session) => sessions.begun(session),
    onError,
  });

  const history = createHistory({ database, clock, profiles, limits });
  const invites = createInvites({
    clock,
    newId,
    invites: stores.invites,
    events,
    presence,
    learners,
    limits,
    isMutual: (userId, otherId) => history.isMutual(userId, otherId),
    mayTalk: (one, other) => mayTalk(one, other, yearOf(clock.now())),
    enter: (session) => matching.enter(session),
    onBegun: (session) => sessions.begun(session),
    onError,
  });
  const safety = createSafety({
    records: createDatabaseSafetyRecords(database),
    clock,
    newId,
    limits,
    profiles,
    chatOf: (sessionId) => sessions.chatOf(sessionId),
    onBlocksChanged: learnerChanged,
    async onBlocked(userId, blockedId) {
      await sessions.blocked(userId, blockedId);
      await invites.blocked(userId, blockedId);
    },
  });

  const lastSeen = createLastSeen({ clock, profiles, onError });
  const streams = createStreams({
    events,
    presence,
    async snapshot(userId) {
      // First: while a Redis that has lost its memory is told what was in it, this one says BUSY.
      const session = await sessions.current(userId);
      return {
        type: 'snapshot',
        queue: await matching.status(userId),
        session,
        serverTime: new Date(clock.now()).toISOString(),
      };
    },
    async onDeviceBack(userId, deviceId) {
      await learners.get(userId);
      await onDeviceBack(userId, deviceId);
    },
    onDeviceAway,
  });

  const turn = createTurn({
    clock,
    limits,
    settings: config,
    async isActive(userId) {
      const [state] = await presence.states([userId]);
      return state === 'waiting' || state === 'in_session';
    },
    hidesIp: async (userId) => (await learners.get(userId)).hideIp,
  });

  if (stores.restoreSession !== null) {
    await restoreSessions({
      archive,
      store: stores.sessions,
      insert: stores.restoreSession,
      loadLearner: (userId) => profiles.loadLearner(userId),
      now: clock.now(),
    });
  }

  const {
    push,
    keys: pushKeys,
    stop: stopWaking,
  } = composePush({
    config,
    logger,
    clock,
    database,
    limits,
    tickets,
    presence,
    profiles,
    metrics,
    overrides: overrides ?? null,
    onError,
  });
  const checks = { database: () => database.ping(), ...stores.checks };
  observeHouse(metrics, {
    database,
    online: () => presence.onlineCount(),
    waiting: () => tickets.counts(),
    sessions: () => sessions.count(),
    writesWaiting: () => writes.size(),
    checks,
  });

  const http = createHttpServer({
    config,
    logger,
    clock,
    router: createAppRouter({
      accounts,
      profiles,
      matching,
      sessions,
      history,
      invites,
      streams,
      turn,
      safety,
      push,
    }),
    connections,
    metrics,
    clientDir,
    keptAssetsDir: join(config.dataDir, 'assets'),
    cookieName: config.secureCookies ? '__Host-session' : 'session',
    authenticate: (cookieHeader) => accounts.authenticate(cookieHeader),
    isLoginAlive: (authSessionId) => accounts.isLoginAlive(authSessionId),
    isReady: () => checkAll(checks),
  });

  const stopSweeping = repeat(clock, {
    pauseMs: () => HOUR_MS,
    onError,
    async run() {
      await accounts.sweepExpired();
      await archive.forgetChat(clock.now() - CHAT_KEPT_MS);
    },
  });

  stores.start();
  return {
    desk: {
      accounts: createAccountDesk({ database, clock, newId, passwords, profiles, accounts }),
      reports: createReportDesk(database, clock),
      pushKeys,
      database,
      async now() {
        const waiting = await tickets.counts();
        return { online: await presence.onlineCount(), waiting, sessions: await sessions.count() };
      },
    },
    listen: () => http.listen(),
    async stop() {
      await http.drain();
      matching.stop();
      stopWaking();
      waits.stop();
      sessions.stop();
      invites.stop();
      stopSweeping();
      await lastSeen.stop();
      const left = await writes.flush(FLUSH_MS);
      if (left > 0) logger.error({ left }, 'writes were lost: the database is away');
      await stores.stop();
      await database.close();
    },
  };
}

async function checkAll(checks: Record<string, () => Promise<void>>): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const isUp = await check().then(
        () => true,
        () => false,
      );
      return [name, isUp] as const;
    }),
  );
  return { ok: results.every(([, isUp]) => isUp), checks: Object.fromEntries(results) };
}
