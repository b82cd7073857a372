import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { measureArchive, observeHouse } from './composeMetrics.ts';
import { aMember, aSession, aTicket } from './testing/builders.ts';
import { createFakeArchive } from './testing/fakeArchive.ts';

const databaseOf = (pool: (() => { busy: number; idle: number; waiting: number }) | null) => ({
  isEmbedded: pool === null,
  pool,
  dump: null,
  use: () => Promise.reject(new Error('nobody asks')),
  transaction: () => Promise.reject(new Error('nobody asks')),
  ping: async () => {},
  close: async () => {},
});

describe('the figures of a house', () => {
  const figures = {
    database: databaseOf(() => ({ busy: 3, idle: 1, waiting: 7 })),
    online: async () => 12,
    waiting: async () => ({ roulette: 4, level: 1 }),
    sessions: async () => 2,
    writesWaiting: () => 5,
    checks: { database: async () => {}, redis: () => Promise.reject(new Error('away')) },
  };

  test('are read when they are asked for', async () => {
    const registry = new Registry();
    observeHouse(registry, figures);
    const text = await registry.metrics();
    for (const line of [
      'suhbatdosh_online 12',
      'suhbatdosh_waiting{mode="roulette"} 4',
      'suhbatdosh_waiting{mode="level"} 1',
      'suhbatdosh_sessions 2',
      'suhbatdosh_writes_waiting 5',
      'suhbatdosh_up{what="database"} 1',
      'suhbatdosh_up{what="redis"} 0',
      'suhbatdosh_database_connections{state="busy"} 3',
      'suhbatdosh_database_connections{state="waiting"} 7',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  test('that cannot be had are no numbers, and keep nobody from the others', async () => {
    const registry = new Registry();
    const away = (): Promise<never> => Promise.reject(new Error('away'));
    observeHouse(registry, { ...figures, database: databaseOf(null), online: away, waiting: away });
    const text = await registry.metrics();
    expect(text).toContain('suhbatdosh_online Nan');
    expect(text).toContain('suhbatdosh_waiting{mode="level"} Nan');
    expect(text).toContain('suhbatdosh_sessions 2');
    expect(text).not.toContain('suhbatdosh_database_connections');
  });
});

describe('the measured archive', () => {
  const ticket = aTicket({ mode: 'level', joinedAt: 1_000 });
  const session = aSession({ startedAt: 13_000, members: [aMember({ ticket }), aMember({ ticket: null })] });
  const ending = { session, endedBy: null, endedAt: 99_000, talkMs: 0 };

  test('counts waits by mode, and calls by how they went', async () => {
    const registry = new Registry();
    const measured = measureArchive(createFakeArchive().archive, registry);
    await measured.begun(session);
    const heard = (path: 'direct' | 'relay') =>
      aSession({ members: [aMember({ connectedAt: 1, path: 'direct' }), aMember({ connectedAt: 2, path })] });
    await measured.ended({ ...ending, session: heard('direct'), reason: 'left', talkMs: 61_000 });
    await measured.ended({ ...ending, session: heard('relay'), reason: 'partner_lost', talkMs: 1_000 });
    await measured.ended({ ...ending, reason: 'connect_failed' });
    await measured.ended({ ...ending, reason: 'left' });
    const lines = (await registry.metrics()).split('\n');
    for (const line of [
      'suhbatdosh_wait_seconds_sum{mode="level"} 12',
      'suhbatdosh_wait_seconds_count{mode="level"} 1',
      'suhbatdosh_calls_total{path="direct"} 1',
      'suhbatdosh_calls_total{path="relay"} 1',
      'suhbatdosh_calls_total{path="failed"} 1',
      'suhbatdosh_sessions_ended_total{reason="left"} 2',
      'suhbatdosh_talk_seconds_count 2',
      'suhbatdosh_talk_seconds_sum 62',
    ]) {
      expect(lines).toContain(line);
    }
  });

  test('counts nothing that was not written, so that a second attempt counts once', async () => {
    const registry = new Registry();
    const fake = createFakeArchive();
    const measured = measureArchive(fake.archive, registry);
    fake.setAway(true);
    await expect(measured.ended({ ...ending, reason: 'left' })).rejects.toBe(fake.away);
    fake.setAway(false);
    await measured.ended({ ...ending, reason: 'left' });
    expect(await registry.metrics()).toContain('suhbatdosh_sessions_ended_total{reason="left"} 1');
  });
});
