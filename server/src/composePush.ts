import type { Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { Clock } from './clock/Clock.ts';
import { yearOf } from './clock/yearOf.ts';
import { countPushes } from './composeMetrics.ts';
import type { Config } from './config.ts';
import type { Database } from './database/Database.ts';
import type { Limits } from './limits/Limits.ts';
import type { TicketStore } from './matching/TicketStore.ts';
import { wouldMeet } from './matching/wouldMeet.ts';
import type { Presence } from './profiles/Presence.ts';
import type { Profiles } from './profiles/Profiles.ts';
import { createPush, type Push } from './push/createPush.ts';
import { createVapidKeys, type VapidKeys } from './push/createVapidKeys.ts';
import { createWaker } from './push/createWaker.ts';
import { createDatabasePushRecords } from './push/databasePushRecords.ts';
import { deliverPush } from './push/deliverPush.ts';
import { PUSH_HOSTS } from './push/endpointRules.ts';
import { createHttpsPushPost } from './push/httpsPushPost.ts';
import type { PushPost } from './push/PushPost.ts';

/** A wait that is longer is worth waking people for; most end with the first round, after 20 s. */
const WAIT_MS = 25_000;

/** What a test puts in the place of the internet and of patience; no setting reaches it. */
export interface PushOverrides {
  post: PushPost;
  waitMs: number;
}

interface ComposePushOptions {
  config: Config;
  logger: Logger;
  clock: Clock;
  database: Database;
  limits: Limits;
  tickets: TicketStore;
  presence: Presence;
  profiles: Profiles;
  metrics: Registry;
  overrides: PushOverrides | null;
  onError(error: unknown): void;
}

/** Notifications: what people say of them, and the waking. */
export function composePush(options: ComposePushOptions): { push: Push; keys: VapidKeys; stop(): void } {
  const { config, logger, clock, database, overrides } = options;
  const records = createDatabasePushRecords(database);
  const keys = createVapidKeys({ records, clock, given: config.vapid });
  const hosts = [...PUSH_HOSTS, ...config.pushEndpointHosts];
  const origin = config.origins[0] ?? '';
  // Push services want https or mailto; one that asks on plain http is somebody who tries things out.
  const subject = config.vapidSubject ?? (config.secureCookies ? origin : 'mailto:nobody@localhost');
  const countOutcome = countPushes(options.metrics);
  const delivery = {
    clock,
    random: Math.random,
    post: overrides?.post ?? createHttpsPushPost(),
    hosts,
    onTrouble: ({ status, host, error }: { status: number | null; host: string; error?: unknown }) =>
      logger.warn({ status, host, ...(error instanceof Error && { err: error }) }, 'a push was not taken'),
  };
  const waker = createWaker({
    ...options,
    records,
    loadLearner: (userId) => options.profiles.loadLearner(userId),
    wouldMeet: (waiting, learner) => wouldMeet(waiting, learner, yearOf(clock.now())),
    hasRelay: config.turn !== null,
    waitMs: overrides?.waitMs ?? WAIT_MS,
    origin,
    async deliver(subscription, message) {
      const identity = { ...(await keys.current()), subject };
      return deliverPush(delivery, identity, { subscription, message });
    },
    onOutcome: countOutcome,
  });
  return {
    push: createPush({ records, keys, clock, limits: options.limits, hosts }),
    keys,
    stop: waker.stop,
  };
}
