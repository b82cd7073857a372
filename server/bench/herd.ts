import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { startTestPostgres } from '../src/database/testPostgres.ts';
import { startTestRedis } from '../src/redis/testRedis.ts';
import { aServerProcess, type ServerProcess } from '../src/testing/aServerProcess.ts';
import { ORIGIN } from '../src/testing/apiClient.ts';
import { subscription } from './frames.ts';
import { loginOf, seedUsers } from './seedUsers.ts';

/** The server allows so many sockets of one address; all of 127.0.0.0/8 is this machine (Linux). */
const SOCKETS_PER_ADDRESS = 150;
const PARALLEL = 50;
/** The waits of our client (client/src/api/reconnectDelay.ts), for a link that breaks. */
const FIRST_MS = 400;
const LONGEST_MS = 5_000;
const GIVE_UP_MS = 120_000;

export interface HerdFigures {
  users: number;
  survivors: number;
  /** From the kill until half, and all, of those who were cut had their streams again, in milliseconds. */
  halfBackMs: number;
  allBackMs: number;
  attempts: number;
  /** Attempts in the busiest second, and how they ended, by HTTP status; 101 is let in, 0 the link broke. */
  busiestSecond: number;
  outcomes: Record<string, number>;
  /** Streams that went on behind the last event, and those that had to begin anew. */
  resumed: number;
  begunAnew: number;
  errors: readonly string[];
}

interface Member {
  index: number;
  lastEventId: string | null;
  socket: WebSocket | null;
}

interface Frame {
  id?: number | null;
  result?: { type?: string; id?: string; data?: { data?: { type?: string } } };
}

/** What a socket came to: its HTTP status, and the first event of its stream; null: it goes on without one. */
interface Opened {
  status: number;
  first: string | null;
}

/** A server is killed with `users` on it; they come back to the others as our client does, each with its stream. */
export async function runHerd({
  users,
  survivors,
}: {
  users: number;
  survivors: number;
}): Promise<HerdFigures> {
  const postgres = await startTestPostgres();
  const redis = await startTestRedis();
  const servers: ServerProcess[] = [];
  const members: Member[] = Array.from({ length: users }, (_, index) => ({
    index,
    lastEventId: null,
    socket: null,
  }));
  try {
    const databaseUrl = postgres.newDatabaseUrl();
    await seedUsers({ databaseUrl, dataDir: '' }, users);
    const settings = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url };
    for (let number = 0; number <= survivors; number++) servers.push(await aServerProcess(settings));
    const [dying, ...staying] = servers;
    if (!dying) throw new Error('there is at least one server');

    const waiting = [...members];
    const arrive = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await open(next, dying);
    };
    await Promise.all(Array.from({ length: PARALLEL }, arrive));
    const figures = await scatter(members, { dying, staying });
    return { ...figures, errors: staying.flatMap((server) => [...server.errors]) };
  } finally {
    for (const { socket } of members) socket?.terminate();
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    await redis.stop();
    await postgres.stop();
  }
}

async function scatter(
  members: readonly Member[],
  { dying, staying }: { dying: ServerProcess; staying: readonly ServerProcess[] },
): Promise<Omit<HerdFigures, 'errors'>> {
  const attemptedAt: number[] = [];
  const backAt: number[] = [];
  const outcomes: Record<string, number> = {};
  let begunAnew = 0;
  const began = performance.now();

  async function comeBack(member: Member): Promise<void> {
    for (let attempt = 0; performance.now() - began < GIVE_UP_MS; attempt++) {
      await sleep(Math.random() * Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS));
      const server = staying[Math.floor(Math.random() * staying.length)];
      if (!server) return;
      attemptedAt.push(performance.now() - began);
      const { status, first } = await open(member, server);
      outcomes[status] = (outcomes[status] ?? 0) + 1;
      if (status !== 101) continue;
      backAt.push(performance.now() - began);
      if (first === 'snapshot') begunAnew++;
      return;
    }
  }

  await dying.end('SIGKILL');
  await Promise.all(members.map(comeBack));
  backAt.sort((a, b) => a - b);
  const bySecond = Object.groupBy(attemptedAt, (at) => String(Math.floor(at / 1_000)));
  return {
    users: members.length,
    survivors: staying.length,
    halfBackMs: backAt[Math.ceil(members.length / 2) - 1] ?? Infinity,
    allBackMs: backAt[members.length - 1] ?? Infinity,
    attempts: attemptedAt.length,
    busiestSecond: Math.max(...Object.values(bySecond).map((second) => second?.length ?? 0)),
    outcomes,
    resumed: backAt.length - begunAnew,
    begunAnew,
  };
}

/** Resolves when the stream has started, or the attempt has failed. */
function open(member: Member, server: ServerProcess): Promise<Opened> {
  const socket = new WebSocket(`${server.baseUrl.replace('http', 'ws')}/trpc`, {
    headers: { origin: ORIGIN, cookie: `session=${loginOf(member.index)}` },
    localAddress: `127.0.${1 + Math.floor(member.index / SOCKETS_PER_ADDRESS)}.1`,
    perMessageDeflate: false,
  });
  member.socket = socket;
  const deviceId = createHash('sha256').update(String(member.index)).digest('hex').slice(0, 16);
  return new Promise((resolve) => {
    let status = 0;
    socket.once('unexpected-response', (_, response) => {
      status = response.statusCode ?? 0;
      socket.terminate();
    });
    socket.once('open', () => {
      const input = { deviceId, lastEventId: member.lastEventId };
      socket.send(subscription({ id: 1, path: 'events.stream', input }));
    });
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text === 'PING') return socket.send('PONG');
      for (const frame of [JSON.parse(text) as Frame | Frame[]].flat()) {
        if (frame.id !== 1) continue;
        if (frame.result?.id !== undefined) member.lastEventId = frame.result.id;
        const first = frame.result?.data?.data?.type ?? null;
        // A stream that resumes has nothing to say yet but that it has started.
        if (first !== null || member.lastEventId !== null) resolve({ status: 101, first });
      }
    });
    socket.once('error', () => undefined);
    socket.once('close', () => resolve({ status, first: null }));
  });
}
