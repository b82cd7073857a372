import { Counter, Histogram, type Registry } from 'prom-client';
import type { Database } from './database/Database.ts';
import type { PushOutcome } from './push/deliverPush.ts';
import type { SessionArchive } from './sessions/SessionArchive.ts';
import { waitsOf } from './sessions/waitsOf.ts';
import { bothConnectedAt } from './sessions/LiveSession.ts';
import { observeGauge, observeGauges } from './transport/transportMetrics.ts';

interface HouseFigures {
  database: Database;
  online(): Promise<number>;
  waiting(): Promise<{ roulette: number; level: number }>;
  sessions(): Promise<number>;
  writesWaiting(): number;
  /** What the server leans on, by name. */
  checks: Readonly<Record<string, () => Promise<void>>>;
}

/** What is read when /metrics is. With Redis every server says the same of all of them: take the largest, not the sum. */
export function observeHouse(registry: Registry, house: HouseFigures): void {
  observeGauge(registry, {
    name: 'suhbatdosh_online',
    help: 'Users with an open event stream, on all servers.',
    read: () => house.online(),
  });
  observeGauges(registry, {
    name: 'suhbatdosh_waiting',
    help: 'Tickets in the queue, of all servers, by mode.',
    label: 'mode',
    values: ['roulette', 'level'],
    read: () => house.waiting(),
  });
  observeGauge(registry, {
    name: 'suhbatdosh_sessions',
    help: 'Running speaking sessions, of all servers.',
    read: () => house.sessions(),
  });
  observeGauge(registry, {
    name: 'suhbatdosh_writes_waiting',
    help: 'Writes of this server that wait for the database.',
    read: () => house.writesWaiting(),
  });
  const names = Object.keys(house.checks);
  observeGauges(registry, {
    name: 'suhbatdosh_up',
    help: 'Whether this server reaches what it leans on: 1 or 0, by what.',
    label: 'what',
    values: names,
    async read() {
      const found = await Promise.all(
        Object.entries(house.checks).map(async ([name, check]) => {
          const isUp = await check().then(
            () => 1,
            () => 0,
          );
          return [name, isUp] as const;
        }),
      );
      return Object.fromEntries(found);
    },
  });
  const { pool } = house.database;
  if (pool !== null) {
    observeGauges(registry, {
      name: 'suhbatdosh_database_connections',
      help: 'Connections of this server to PostgreSQL, busy and idle, and uses that wait for one.',
      label: 'state',
      values: ['busy', 'idle', 'waiting'],
      read: async () => ({ ...pool() }),
    });
  }
}

const WAIT_BUCKETS = [1, 5, 10, 20, 40, 60, 120, 300, 600];
const TALK_BUCKETS = [10, 60, 180, 300, 600, 900, 1800, 3600];

/** An archive that also counts what it has written: each session once, on the server that wrote it. */
export function measureArchive(archive: SessionArchive, registry: Registry): SessionArchive {
  const registers = [registry];
  const waits = new Histogram({
    name: 'suhbatdosh_wait_seconds',
    help: 'How long those who were matched had waited, by mode.',
    labelNames: ['mode'],
    buckets: WAIT_BUCKETS,
    registers,
  });
  const calls = new Counter({
    name: 'suhbatdosh_calls_total',
    help: 'Ended sessions by how the voices went: direct, relay, or failed (never heard within the time for it).',
    labelNames: ['path'],
    registers,
  });
  const ended = new Counter({
    name: 'suhbatdosh_sessions_ended_total',
    help: 'Ended sessions, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const talks = new Histogram({
    name: 'suhbatdosh_talk_seconds',
    help: 'How long the two heard each other, of sessions in which they did.',
    buckets: TALK_BUCKETS,
    registers,
  });
  // A series that begins with its first failure shows no increase.
  for (const path of ['direct', 'relay', 'failed']) calls.inc({ path }, 0);

  return {
    ...archive,
    async begun(session) {
      await archive.begun(session);
      for (const { mode, waitedMs } of waitsOf(session) ?? []) waits.observe({ mode }, waitedMs / 1000);
    },
    async ended(ending) {
      await archive.ended(ending);
      const { session, reason, talkMs } = ending;
      ended.inc({ reason });
      if (bothConnectedAt(session) !== null) {
        const isRelayed = session.members.some((member) => member.path === 'relay');
        calls.inc({ path: isRelayed ? 'relay' : 'direct' });
        talks.observe(talkMs / 1000);
      } else if (reason === 'connect_failed') {
        calls.inc({ path: 'failed' });
      }
    },
  };
}

/** Counts push messages by what became of them. */
export function countPushes(registry: Registry): (outcome: PushOutcome) => void {
  const outcomes = new Counter({
    name: 'suhbatdosh_pushes_total',
    help: 'Push messages: sent, gone (the device has unsubscribed), refused, or failed after all tries.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of ['sent', 'gone', 'refused', 'failed'] satisfies PushOutcome[]) {
    outcomes.inc({ outcome }, 0);
  }
  return (outcome) => outcomes.inc({ outcome });
}
