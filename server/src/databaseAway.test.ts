import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFreezer } from './database/createFreezer.ts';
import { postgresAt, startTestPostgres, type TestPostgres } from './database/testPostgres.ts';
import { aServer, type TestServer } from './testing/aServer.ts';
import type { ApiClient } from './testing/apiClient.ts';

if (postgresAt === null && process.env.CI === 'true') {
  test('a database that is away (PostgreSQL)', () => expect.fail('there is no PostgreSQL on this machine'));
}
describe.skipIf(postgresAt === null)('a database that is away (PostgreSQL)', () => {
  let postgres: TestPostgres;
  let way: Awaited<ReturnType<typeof createFreezer>>;
  let server: TestServer;
  /** Of what has been started, however far that came: nothing stays behind when the rest fails. */
  const cleanUp: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    postgres = await startTestPostgres();
    cleanUp.unshift(() => postgres.stop());
    way = await createFreezer(new URL(postgres.newDatabaseUrl()));
    cleanUp.unshift(() => way.close());
    server = await aServer({ DATABASE_URL: way.url, LOG_LEVEL: 'silent' });
    cleanUp.unshift(() => server.stop());
  });
  afterAll(async () => {
    for (const stop of cleanUp) await stop();
  });

  async function aConnected(): Promise<ApiClient> {
    const client = await server.aLearner();
    await client.connect();
    await client.listen();
    await client.event('snapshot');
    return client;
  }

  test('stops no call: signals and chat go on, logging in is refused within 3 s, and all is written afterwards', async () => {
    const [a, b] = [await aConnected(), await aConnected()];
    for (const client of [a, b])
      await client.mutate('queue.join', { mode: 'level', deviceId: client.deviceId });
    const { session } = await a.event('matched');
    const sessionId = session.id;
    await a.mutate('session.chat', { sessionId, text: 'before', clientMessageId: randomUUID() });

    way.freeze();
    const began = performance.now();
    await expect(
      a.http('mutation', 'auth.login', { username: 'somebody', password: 'something' }),
    ).rejects.toMatchObject({
      httpStatus: 503,
      appCode: 'DATABASE_UNAVAILABLE',
      retryAfterMs: expect.any(Number),
    });
    expect(performance.now() - began).toBeLessThan(4_000);
    expect((await fetch(`${server.baseUrl}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.baseUrl}/healthz`)).status).toBe(200);

    const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 };
    await a.mutate('session.signal', { sessionId, signals: [{ type: 'ice_candidate', candidate }] });
    await b.event('signal');
    const written = await a.mutate('session.chat', {
      sessionId,
      text: 'meanwhile',
      clientMessageId: randomUUID(),
    });
    await expect.poll(() => b.events.filter((event) => event.type === 'chat')).toHaveLength(2);
    await b.mutate('session.end', { sessionId });
    await a.event('session_ended');

    way.thaw();
    const report = () =>
      a.mutate('session.rate', { sessionId, rating: 'good', again: false }).then(
        () => 'rated',
        () => 'away',
      );
    await expect.poll(report, { timeout: 15_000 }).toBe('rated');
    await expect
      .poll(() => a.query('session.history').catch(() => ({ items: [] })), { timeout: 15_000 })
      .toMatchObject({ items: [{ id: sessionId, endReason: 'partner_left' }] });
    expect(written).toMatchObject({ text: 'meanwhile' });
    for (const client of [a, b]) client.cut();
  }, 60_000);
});
