import { randomUUID } from 'node:crypto';
import type { Clock } from './clock/Clock.ts';
import type { Config } from './config.ts';
import type { EventStore } from './events/EventStore.ts';
import { createMemoryEventStore } from './events/memoryEventStore.ts';
import { createRedisEventStore } from './events/redisEventStore.ts';
import { limitRules } from './limits/limitRules.ts';
import type { Limits } from './limits/Limits.ts';
import { createMemoryLimits } from './limits/memoryLimits.ts';
import { createRedisLimits } from './limits/redisLimits.ts';
import { createMemoryPreparedStore } from './matching/memoryPreparedStore.ts';
import { createMemoryTicketStore } from './matching/memoryTicketStore.ts';
import type { PreparedStore } from './matching/PreparedStore.ts';
import { createRedisPreparedStore } from './matching/redisPreparedStore.ts';
import { createRedisTicketStore } from './matching/redisTicketStore.ts';
import { createToldPlaces, type ToldPlace } from './matching/toldPlaces.ts';
import { soleRoundLock, type RoundLock } from './matching/RoundLock.ts';
import type { TicketStore } from './matching/TicketStore.ts';
import type { LearnerNews } from './profiles/createLearners.ts';
import { createMemoryPresence } from './profiles/memoryPresence.ts';
import type { Presence } from './profiles/Presence.ts';
import { createRedisPresence } from './profiles/redisPresence.ts';
import { createBroadcast } from './redis/createBroadcast.ts';
import { createMemoryCheck } from './redis/createMemoryCheck.ts';
import { createRoundLock } from './redis/createRoundLock.ts';
import { createServerHeartbeat } from './redis/createServerHeartbeat.ts';
import { openRedis } from './redis/openRedis.ts';
import type { LiveSession } from './sessions/LiveSession.ts';
import type { InviteStore } from './sessions/InviteStore.ts';
import { createMemoryInviteStore } from './sessions/memoryInviteStore.ts';
import { createMemorySessionStore } from './sessions/memorySessionStore.ts';
import { createMirroredSessionStore } from './sessions/mirroredSessionStore.ts';
import { createRedisInviteStore } from './sessions/redisInviteStore.ts';
import { createRedisSessionStore } from './sessions/redisSessionStore.ts';
import type { SessionStore } from './sessions/SessionStore.ts';

/** What the house is told by the stores; of other servers too, where there are any. */
export interface StoreListener {
  /** The sockets of these logins are to end. */
  onLoginsEnded(authSessionIds: readonly string[]): void;
  onLearnerNews(news: LearnerNews): void;
  /** A device of a server that died has gone, or is here after all. */
  onDeviceAway(userId: string, deviceId: string): Promise<void>;
  onDeviceBack(userId: string, deviceId: string): Promise<void>;
  /** The queue has lost its memory; devices of this server were last told that they have these places. */
  onQueueLost(places: readonly ToldPlace[]): Promise<void>;
}

/** Everything that is not in the database: in this process, or in Redis for any number of them. */
export interface HouseStores {
  tickets: TicketStore;
  prepared: PreparedStore;
  sessions: SessionStore;
  invites: InviteStore;
  events: EventStore;
  presence: Presence;
  limits: Limits;
  rounds: RoundLock;
  /** Tells the listeners of all servers, this one's at once. */
  endLogins(authSessionIds: readonly string[]): void;
  tellLearnerNews(news: LearnerNews): void;
  /** Puts a session back that a restart has cut; null: sessions outlive this process. */
  restoreSession: ((session: LiveSession) => void) | null;
  /** By name; empty when there is nothing that could be away. */
  checks: Readonly<Record<string, () => Promise<void>>>;
  /** The listener can be told of devices from now on: what dead servers have left is taken up. */
  start(): void;
  /** After the last stream has closed. */
  stop(): Promise<void>;
}

interface StoresOptions {
  config: Config;
  clock: Clock;
  listener: StoreListener;
  onError(error: unknown): void;
}

export function openStores(options: StoresOptions): Promise<HouseStores> {
  return options.config.redisUrl === null ? openMemoryStores(options) : openRedisStores(options);
}

async function openMemoryStores({ config, clock, listener }: StoresOptions): Promise<HouseStores> {
  const sessions = createMemorySessionStore();
  const tickets = createMemoryTicketStore(sessions);
  return {
    tickets,
    prepared: createMemoryPreparedStore(),
    sessions,
    invites: createMemoryInviteStore(),
    events: createMemoryEventStore({ clock, epoch: randomUUID().slice(0, 8) }),
    presence: createMemoryPresence({
      isWaiting: (userId) => tickets.isWaiting(userId),
      isInSession: (userId) => sessions.isInSession(userId),
    }),
    limits: createMemoryLimits(limitRules(config)),
    rounds: soleRoundLock,
    endLogins: (authSessionIds) => listener.onLoginsEnded(authSessionIds),
    tellLearnerNews: (news) => listener.onLearnerNews(news),
    restoreSession: (session) => sessions.insert(session),
    checks: {},
    start() {},
    stop: async () => {},
  };
}

async function openRedisStores({ config, clock, listener, onError }: StoresOptions): Promise<HouseStores> {
  const url = config.redisUrl ?? '';
  const redis = await openRedis({ url, serverId: randomUUID(), random: Math.random, onError });
  const events = await createRedisEventStore({
    redis,
    clock,
    newEpoch: () => randomUUID().slice(0, 8),
    onEvent(userId, deviceId, event) {
      places.hear(userId, deviceId, event);
      if (event.type === 'session_ended') sessions.forget(event.sessionId);
    },
    onError,
  });
  const isHere = events.isHere;
  const places = createToldPlaces(isHere);
  const presence = createRedisPresence(redis);
  const heartbeat = createServerHeartbeat({
    redis,
    clock,
    devices: presence,
    onDeviceAway: (userId, deviceId) => listener.onDeviceAway(userId, deviceId),
    onDeviceBack: (userId, deviceId) => listener.onDeviceBack(userId, deviceId),
    onError,
  });
  const sessions = createMirroredSessionStore({
    shared: createRedisSessionStore(redis),
    clock,
    isHere,
    memory: await createMemoryCheck(redis, randomUUID),
    onRestored: () => listener.onQueueLost(places.all()),
  });
  redis.onReturn(() => {
    sessions.redisIsBack();
    heartbeat.beat().catch(onError);
  });
  const rules = limitRules(config);
  return {
    tickets: createRedisTicketStore(redis),
    prepared: createRedisPreparedStore(redis),
    sessions,
    invites: createRedisInviteStore(redis),
    events,
    presence,
    limits: createRedisLimits({ redis, rules, whileAway: createMemoryLimits(rules) }),
    rounds: createRoundLock(redis),
    endLogins: await createBroadcast<readonly string[]>({
      redis,
      channel: redis.keys.broadcast('endedLogins'),
      onMessage: (authSessionIds) => listener.onLoginsEnded(authSessionIds),
      onError,
    }),
    tellLearnerNews: await createBroadcast<LearnerNews>({
      redis,
      channel: redis.keys.broadcast('learners'),
      onMessage: (news) => listener.onLearnerNews(news),
      onError,
    }),
    restoreSession: null,
    checks: { redis: () => redis.ping() },
    start: () => heartbeat.start(),
    async stop() {
      await heartbeat.stop().catch(onError);
      events.stop();
      redis.close();
    },
  };
}
