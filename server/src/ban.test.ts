import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresAt, startTestPostgres, type TestPostgres } from './database/testPostgres.ts';
import { describeOnRedis } from './redis/testOnRedis.ts';
import { aServer, type TestServer } from './testing/aServer.ts';
import { createApiClient, type ApiClient } from './testing/apiClient.ts';

/** Closed by the server because the login is over: the client must not come back by itself. */
const LOGIN_OVER = 4401;
const PASSWORD = 'qovun polvon 77';

interface Person {
  client: ApiClient;
  id: string;
  username: string;
  /** Resolves with the code when the server closes the socket. */
  closed: Promise<number>;
}

async function aPerson(server: TestServer, currentBand: number): Promise<Person> {
  const client = await server.aLearner({
    username: `p${randomUUID().slice(0, 12).replaceAll('-', '')}`,
    password: PASSWORD,
    currentBand,
  });
  const closed = once(await client.connect(), 'close').then(([code]) => code as number);
  await client.listen();
  await client.event('snapshot');
  const { id, username } = (await client.http('query', 'auth.me')) as { id: string; username: string };
  return { client, id, username, closed };
}

const join = ({ client }: Person) =>
  client.mutate('queue.join', { mode: 'level', deviceId: client.deviceId }) as Promise<{ state: string }>;

/** @param servers where the two who talk and the banning operator are; answers in how many milliseconds it was over */
async function banInCall(servers: { banned: TestServer; partner: TestServer; operator: TestServer }) {
  const banned = await aPerson(servers.banned, 9);
  const partner = await aPerson(servers.partner, 9);
  await join(banned);
  await join(partner);
  await partner.client.event('matched');

  const began = performance.now();
  await servers.operator.setBanned(banned.id, true);
  expect(await banned.closed).toBe(LOGIN_OVER);
  expect((await partner.client.event('session_ended')).reason).toBe('moderated');
  const tookMs = performance.now() - began;
  await expect(banned.client.connect()).rejects.toThrow('401');
  partner.client.cut();

  const login = (server: TestServer) =>
    createApiClient(server.baseUrl).http('mutation', 'auth.login', {
      username: banned.username,
      password: PASSWORD,
    });
  await expect(login(servers.partner)).rejects.toMatchObject({ code: 'FORBIDDEN', appCode: 'BANNED' });
  await servers.operator.setBanned(banned.id, false);
  await expect(login(servers.banned)).resolves.toMatchObject({ id: banned.id });
  return tookMs;
}

async function banInQueue(servers: { banned: TestServer; other: TestServer; operator: TestServer }) {
  const banned = await aPerson(servers.banned, 1);
  expect((await join(banned)).state).toBe('waiting');
  const began = performance.now();
  await servers.operator.setBanned(banned.id, true);
  expect(await banned.closed).toBe(LOGIN_OVER);
  const tookMs = performance.now() - began;
  const late = await aPerson(servers.other, 1);
  expect((await join(late)).state).toBe('waiting');
  late.client.cut();
  return tookMs;
}

describe('a ban', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await aServer()), 60_000);
  afterAll(() => server.stop(), 60_000);

  test(
    'ends the call and every login within a second, and nobody logs in until it is lifted',
    async () =>
      expect(await banInCall({ banned: server, partner: server, operator: server })).toBeLessThan(1_000),
    30_000,
  );

  test(
    'takes the place in the queue',
    async () =>
      expect(await banInQueue({ banned: server, other: server, operator: server })).toBeLessThan(1_000),
    30_000,
  );

  test('ends the login of every device', async () => {
    const phone = await aPerson(server, 2);
    const laptop = await server.anotherDeviceOf(phone.client);
    const closed = once(await laptop.connect(), 'close');
    await server.setBanned(phone.id, true);
    expect([await phone.closed, (await closed)[0]]).toEqual([LOGIN_OVER, LOGIN_OVER]);
  });
});

if (postgresAt === null && process.env.CI === 'true') {
  test('a ban on two servers (PostgreSQL)', () => expect.fail('there is no PostgreSQL on this machine'));
}
describe.skipIf(postgresAt === null)('a ban on two servers (PostgreSQL)', () => {
  describeOnRedis('a ban on two servers', (redis) => {
    let postgres: TestPostgres;
    let here: TestServer;
    let there: TestServer;
    const cleanUp: (() => Promise<void>)[] = [];
    beforeAll(async () => {
      postgres = await startTestPostgres();
      cleanUp.unshift(() => postgres.stop());
      const settings = { DATABASE_URL: postgres.newDatabaseUrl(), REDIS_URL: redis().url };
      for (const take of [
        (server: TestServer) => (here = server),
        (server: TestServer) => (there = server),
      ]) {
        const server = take(await aServer(settings));
        cleanUp.unshift(() => server.stop());
      }
    }, 60_000);
    afterAll(async () => {
      for (const stop of cleanUp) await stop();
    }, 60_000);

    test(
      'ends the call and the logins on the other server within a second',
      async () =>
        expect(await banInCall({ banned: there, partner: here, operator: here })).toBeLessThan(1_000),
      30_000,
    );

    test(
      'takes the place in the queue that is held at the other server',
      async () =>
        expect(await banInQueue({ banned: there, other: there, operator: here })).toBeLessThan(1_000),
      30_000,
    );
  });
});
