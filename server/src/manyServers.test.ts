import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServerEvent } from './contract/index.ts';
import { postgresAt, startTestPostgres, type TestPostgres } from './database/testPostgres.ts';
import { describeOnRedis } from './redis/testOnRedis.ts';
import { aServerProcess, type ServerProcess } from './testing/aServerProcess.ts';
import { createApiClient, type ApiClient } from './testing/apiClient.ts';

const PASSWORD = 'qovun polvon 77';
const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** What changes where somebody is. */
const CHANGES = new Set(['snapshot', 'queue_joined', 'queue_left', 'matched', 'session_ended']);

interface Talker {
  id: string;
  client: ApiClient;
  /** clientMessageIds that the server has acknowledged. */
  acknowledged: string[];
}

interface Life {
  retire(): Promise<void>;
  stop(): Promise<void>;
}

/** Somebody who queues, talks for a moment, hangs up and queues again, and finds the way back when the link breaks. */
function startTalking(talker: Talker, servers: () => readonly string[]): Life {
  const { client } = talker;
  let isOver = false;
  let isTired = false;

  const unlessCut = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

  async function comeBack(): Promise<void> {
    for (let attempt = 0; !isOver; attempt++) {
      const among = servers();
      client.moveTo(among[Math.floor(Math.random() * among.length)] ?? '');
      try {
        const socket = await client.connect();
        socket.once('close', () => void (isOver || comeBack()));
        await client.listen();
        return;
      } catch {
        await pause(Math.random() * Math.min(2_000, 200 * 2 ** attempt));
      }
    }
  }

  async function talk(sessionId: string): Promise<void> {
    await unlessCut(client.mutate('session.connected', { sessionId, path: 'direct' }));
    for (let number = 0; number < 3; number++) {
      const clientMessageId = randomUUID();
      const input = { sessionId, text: `message ${number}`, clientMessageId };
      await client.mutate('session.chat', input).then(
        () => talker.acknowledged.push(clientMessageId),
        () => undefined,
      );
      await pause(Math.random() * 200);
    }
    await unlessCut(client.mutate('session.end', { sessionId }));
  }

  async function live(): Promise<void> {
    await comeBack();
    while (!isOver) {
      const last = client.events.findLast((event) => CHANGES.has(event.type));
      const session = last?.type === 'matched' || last?.type === 'snapshot' ? last.session : null;
      if (session) await talk(session.id);
      else if (last?.type !== 'queue_joined' && !isTired)
        await unlessCut(client.mutate('queue.join', { mode: 'roulette', deviceId: client.deviceId }));
      await pause(100 + Math.random() * 300);
    }
  }

  const living = live();
  return {
    /** Queues no more, and ends what goes on. */
    async retire() {
      isTired = true;
      await unlessCut(client.mutate('queue.leave'));
    },
    async stop() {
      isOver = true;
      client.cut();
      await living;
    },
  };
}

const ofType = <T extends ServerEvent['type']>(
  talker: Talker,
  type: T,
): Extract<ServerEvent, { type: T }>[] =>
  talker.client.events.filter((event): event is Extract<ServerEvent, { type: T }> => event.type === type);

function checkSessions(talkers: readonly Talker[]): void {
  const sides = talkers.flatMap((talker) =>
    ofType(talker, 'matched').map(({ session }) => ({ id: session.id, role: session.role, who: talker.id })),
  );
  for (const [sessionId, both] of Map.groupBy(sides, (side) => side.id)) {
    expect(both.map((side) => side.role).toSorted(), sessionId).toEqual(['answerer', 'offerer']);
  }
  for (const talker of talkers) {
    const ended = ofType(talker, 'session_ended').map((event) => event.sessionId);
    expect(new Set(ended).size).toBe(ended.length);
    const talks = new Set(ofType(talker, 'matched').map(({ session }) => session.id));
    for (const sessionId of ended)
      expect(talks.has(sessionId), 'an end of a session of one’s own').toBe(true);
  }
}

/** Every acknowledged message was seen once by both. */
function checkChat(talkers: readonly Talker[]): void {
  const seen = new Map<string, number>();
  for (const talker of talkers) {
    const own = ofType(talker, 'chat').map(({ message }) => message.clientMessageId);
    expect(new Set(own).size).toBe(own.length);
    for (const id of own) seen.set(id, (seen.get(id) ?? 0) + 1);
  }
  const acknowledged = talkers.flatMap((talker) => talker.acknowledged);
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(acknowledged.filter((id) => seen.get(id) !== 2)).toEqual([]);
}

if (postgresAt === null && process.env.CI === 'true') {
  test('many servers (PostgreSQL)', () => expect.fail('there is no PostgreSQL on this machine'));
}
describe.skipIf(postgresAt === null)('many servers (PostgreSQL)', () => {
  describeOnRedis('many servers', (redis) => {
    let postgres: TestPostgres;
    let settings: Record<string, string>;
    const running: ServerProcess[] = [];
    const start = async (): Promise<ServerProcess> => {
      const server = await aServerProcess(settings);
      running.push(server);
      return server;
    };

    beforeAll(async () => {
      postgres = await startTestPostgres();
      settings = {
        DATABASE_URL: postgres.newDatabaseUrl(),
        REDIS_URL: redis().url,
        REGISTER_PER_ADDRESS_HOUR: '1000',
      };
    });
    afterAll(async () => {
      await Promise.all(running.map((server) => server.end('SIGKILL')));
      await postgres.stop();
    });

    async function talkersOn(server: ServerProcess, count: number): Promise<Talker[]> {
      const talkers: Talker[] = [];
      // Passwords are hashed two at a time; more would be refused as too many at once.
      for (let number = 0; number < count; number += 10) {
        const some = Array.from({ length: Math.min(10, count - number) }, async () => {
          const client = createApiClient(server.baseUrl);
          const me = await client.http('mutation', 'auth.register', {
            username: `t${randomUUID().slice(0, 12).replaceAll('-', '')}`,
            password: PASSWORD,
            displayName: 'Madina',
            currentBand: 6,
            targetBand: 7,
            birthYear: 2000,
          });
          return { id: (me as { id: string }).id, client, acknowledged: [] };
        });
        talkers.push(...(await Promise.all(some)));
      }
      return talkers;
    }

    test('200 talk over 20 rounds while one of two servers is killed: nothing is lost, doubled or torn', async () => {
      const [first, second] = await Promise.all([start(), start()]);
      const talkers = await talkersOn(second, 200);
      let alive = [first.baseUrl, second.baseUrl];
      const lives = talkers.map((talker) => startTalking(talker, () => alive));
      await pause(10_000);
      alive = [second.baseUrl];
      await first.end('SIGKILL');
      await pause(11_000);
      await Promise.all(lives.map((life) => life.retire()));
      // What goes on comes to its end, and everybody hears of it, before the sockets close.
      await pause(4_000);
      await Promise.all(lives.map((life) => life.stop()));

      checkSessions(talkers);
      checkChat(talkers);
      const rounds = new Set(
        talkers.flatMap((talker) =>
          ofType(talker, 'matched').map(({ session }) => session.startedAt.slice(0, 19)),
        ),
      );
      expect(rounds.size).toBeGreaterThanOrEqual(15);
      expect([...first.errors, ...second.errors]).toEqual([]);
    }, 120_000);
  });
});
