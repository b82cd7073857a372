import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresAt, startTestPostgres, type TestPostgres } from './database/testPostgres.ts';
import { defineScript } from './redis/RedisScript.ts';
import { describeOnRedis } from './redis/testOnRedis.ts';
import { aServerProcess, type ServerProcess } from './testing/aServerProcess.ts';
import { createApiClient, type ApiClient } from './testing/apiClient.ts';

const NEWER = new URL('./testing/newerRecords.ts', import.meta.url).href;
const RESTART = 1012;
const DEVICES = 12;
/** As the client's: a restart sends everybody away at once, and they come back over this time. */
const COME_BACK_MS = 3_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
const since = (began: number): number => performance.now() - began;

const chat = (client: ApiClient, sessionId: string, text: string) =>
  client.mutate('session.chat', { sessionId, text, clientMessageId: randomUUID() });
const textsOf = (client: ApiClient): string[] =>
  client.events.flatMap((event) => (event.type === 'chat' ? [event.message.text] : []));
const snapshotsOf = (client: ApiClient): number =>
  client.events.filter(({ type }) => type === 'snapshot').length;

const RECORD = defineScript<string>(`
return redis.call('HGET', KEYS[1], 'json')
`);

/** A device that finds its way back by itself, as the client does. */
interface Traveller {
  client: ApiClient;
  /** Why and when (performance.now) its sockets were closed. */
  closed: { code: number; at: number }[];
  /** When its stream was open again. */
  back: number[];
  /** Whether the server asked it to move over. */
  wasAsked(): boolean;
}

if (postgresAt === null && process.env.CI === 'true') {
  test('a deploy (PostgreSQL)', () => expect.fail('there is no PostgreSQL on this machine'));
}
describe.skipIf(postgresAt === null)('servers that come and go (PostgreSQL)', () => {
  describeOnRedis('servers that come and go', (redis) => {
    let postgres: TestPostgres;
    let settings: Record<string, string>;
    const running: ServerProcess[] = [];
    const start = async (preload: string | null = null): Promise<ServerProcess> => {
      const server = await aServerProcess(settings, preload);
      running.push(server);
      return server;
    };
    const travellers: Traveller[] = [];

    beforeAll(async () => {
      postgres = await startTestPostgres();
      settings = { DATABASE_URL: postgres.newDatabaseUrl(), REDIS_URL: redis().url };
    });
    afterAll(async () => {
      for (const { client } of travellers) client.cut();
      await Promise.all(running.map((server) => server.end('SIGKILL')));
      await postgres.stop();
    });

    /** Comes to `first`, and whenever it is cut to whatever `where` says then. */
    async function aTraveller(first: ServerProcess, where: () => ServerProcess, currentBand = 5) {
      const client = createApiClient(first.baseUrl);
      await client.http('mutation', 'auth.register', {
        username: `t${randomUUID().slice(0, 12).replaceAll('-', '')}`,
        password: 'qovun polvon 77',
        displayName: 'Madina',
        currentBand,
        targetBand: 7,
        birthYear: 2000,
      });
      return travel(client, where);
    }

    async function travel(client: ApiClient, where: () => ServerProcess): Promise<Traveller> {
      let asked = false;
      const traveller: Traveller = { client, closed: [], back: [], wasAsked: () => asked };
      travellers.push(traveller);
      async function open(): Promise<void> {
        const socket = await client.connect();
        socket.on('message', (data: Buffer) => {
          if (data.toString().includes('"method":"reconnect"')) asked = true;
        });
        socket.once('close', (code: number) => {
          traveller.closed.push({ code, at: performance.now() });
          void comeBack();
        });
        await client.listen();
      }
      async function comeBack(): Promise<void> {
        for (let isBack = false; !isBack;) {
          await pause(Math.random() * COME_BACK_MS);
          client.moveTo(where().baseUrl);
          isBack = await open().then(
            () => true,
            () => false,
          );
        }
        traveller.back.push(performance.now());
      }
      await open();
      await client.event('snapshot');
      return traveller;
    }

    const join = ({ client }: Traveller) =>
      client.mutate('queue.join', { mode: 'level', deviceId: client.deviceId }) as Promise<{
        joinedAt: string;
      }>;

    async function aCall(a: Traveller, b: Traveller): Promise<string> {
      for (const side of [a, b]) await join(side);
      const { id } = (await a.client.event('matched')).session;
      for (const { client } of [a, b])
        await client.mutate('session.connected', { sessionId: id, path: 'direct' });
      return id;
    }

    async function recordOf(sessionId: string): Promise<string> {
      const connection = await redis().open('suhbatdosh:1');
      return connection.run(RECORD, { keys: [connection.keys.session(sessionId)] });
    }

    /** What must be as it was for two who talk and for one who waits, after the server of one side has gone. */
    async function expectUntouched(
      [a, b]: readonly [Traveller, Traveller],
      sessionId: string,
      { waiting, joinedAt }: { waiting: Traveller; joinedAt: string },
    ): Promise<void> {
      for (const { client } of [a, b]) {
        expect(await client.query('session.current')).toMatchObject({ id: sessionId });
        expect(client.events.filter(({ type }) => type === 'session_ended')).toEqual([]);
      }
      await chat(a.client, sessionId, 'still here');
      await chat(b.client, sessionId, 'me too');
      for (const { client } of [a, b]) {
        await expect.poll(() => textsOf(client)).toEqual(['still here', 'me too']);
        expect(snapshotsOf(client)).toBe(1);
      }
      expect(await waiting.client.query('queue.status')).toMatchObject({ state: 'waiting', joinedAt });
    }

    test.each([
      { leaves: 'the older', stays: 'the newer' },
      { leaves: 'the newer', stays: 'the older' },
    ])(
      '$leaves version stops while $stays runs beside it: its people move over time, and keep call and place',
      async ({ leaves }) => {
        const [older, newer] = await Promise.all([start(), start(NEWER)]);
        const [leaving, staying] = leaves === 'the older' ? [older, newer] : [newer, older];
        const a = await aTraveller(leaving, () => staying);
        const b = await aTraveller(staying, () => staying);
        const sessionId = await aCall(a, b);
        const waiting = await aTraveller(leaving, () => staying, 9);
        const { joinedAt } = await join(waiting);
        // Or else it would not be shown that the other version reads it.
        expect(await recordOf(sessionId)).toContain('ofTomorrow');
        const others: Traveller[] = [];
        for (let count = 0; count < DEVICES; count++) others.push(await aTraveller(leaving, () => staying));

        const began = performance.now();
        const ended = leaving.end('SIGTERM');
        await expect
          .poll(async () => (await fetch(`${leaving.baseUrl}/readyz`)).status, { interval: 20 })
          .toBe(503);
        expect((await fetch(`${staying.baseUrl}/readyz`)).status).toBe(200);
        expect(await ended).toBe(0);
        expect(since(began)).toBeLessThan(25_000);

        const moved = [a, waiting, ...others];
        await expect.poll(() => moved.every(({ back }) => back.length === 1), { timeout: 10_000 }).toBe(true);
        for (const { wasAsked, closed } of moved) {
          expect(wasAsked()).toBe(true);
          expect(closed.map(({ code }) => code)).toEqual([RESTART]);
        }
        const times = moved.map(({ closed }) => closed[0]?.at ?? 0).toSorted((one, other) => one - other);
        // One after another, 50 ms apart, a second after they were asked.
        expect((times[0] ?? 0) - began).toBeGreaterThan(900);
        expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan((moved.length - 1) * 50 * 0.8);
        await expectUntouched([a, b], sessionId, { waiting, joinedAt });
        const late = await aTraveller(staying, () => staying, 9);
        await join(late);
        await waiting.client.event('matched');
        expect(staying.errors).toEqual([]);
        expect(leaving.errors).toEqual([]);
        for (const { client } of travellers.splice(0)) client.cut();
        await staying.end('SIGKILL');
      },
      60_000,
    );

    test('one is killed: its people are back elsewhere within 10 s, and keep call and place', async () => {
      const [dying, staying] = await Promise.all([start(), start()]);
      const a = await aTraveller(dying, () => staying);
      const b = await aTraveller(staying, () => staying);
      const sessionId = await aCall(a, b);
      const waiting = await aTraveller(dying, () => staying, 9);
      const { joinedAt } = await join(waiting);

      const began = performance.now();
      await dying.end('SIGKILL');
      await expect
        .poll(() => [a, waiting].every(({ back }) => back.length === 1), { timeout: 10_000 })
        .toBe(true);
      expect(since(began)).toBeLessThan(10_000);
      await expectUntouched([a, b], sessionId, { waiting, joinedAt });
      // Also once the dead server's devices have been taken over.
      await pause(10_000);
      expect(await waiting.client.query('queue.status')).toMatchObject({ state: 'waiting', joinedAt });
      expect(await a.client.query('session.current')).toMatchObject({ id: sessionId, state: 'active' });
      expect(staying.errors).toEqual([]);
    }, 60_000);
  });
});
