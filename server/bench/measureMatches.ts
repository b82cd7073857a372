import { createClient } from 'redis';
import { createRedisTicketStore } from '../src/matching/redisTicketStore.ts';
import { startTestRedis } from '../src/redis/testRedis.ts';
import { aMember, aSession, aTicket } from '../src/testing/builders.ts';
import { readProcessCost } from './processMeter.ts';

export interface MatchFigures {
  /** Matches a second, one server asking, with its own work and the way between them. */
  perSecond: number;
  /** Matches a second of Redis's own time on its core, which is what any number of servers share. */
  perRedisSecond: number;
}

const PAIRS = 4_000;
/** Under way at once: more would only wait in Redis. */
const AT_ONCE = 64;
const ROUNDS = 3;

async function inBatches<Item>(items: readonly Item[], run: (item: Item) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE) {
    await Promise.all(items.slice(start, start + AT_ONCE).map(run));
  }
}

/** Queues learners in a Redis of its own and turns them into sessions, two by two, as any server does at a round. */
export async function measureMatches(): Promise<MatchFigures> {
  const redis = await startTestRedis();
  try {
    const operator = await createClient({ url: redis.url }).connect();
    const pid = Number(/^process_id:(\d+)/m.exec(await operator.info('server'))?.[1]);
    operator.destroy();
    const figures: MatchFigures[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const store = createRedisTicketStore(await redis.open(redis.newTag()));
      const pairs = Array.from({ length: PAIRS }, () => [aTicket(), aTicket()] as const);
      await inBatches(pairs.flat(), (ticket) => store.put(ticket));
      const before = readProcessCost(pid).cpuNs;
      const startedAt = performance.now();
      await inBatches(pairs, async ([a, b]) => {
        const members = [
          aMember({ userId: a.userId, deviceId: a.deviceId, ticket: a }),
          aMember({ userId: b.userId, deviceId: b.deviceId, role: 'answerer', ticket: b }),
        ] as const;
        if (!(await store.pair([a.id, b.id], aSession({ members })))) throw new Error('a pair was refused');
      });
      figures.push({
        perSecond: (PAIRS * 1000) / (performance.now() - startedAt),
        perRedisSecond: (PAIRS * 1e9) / (readProcessCost(pid).cpuNs - before),
      });
    }
    return {
      perSecond: Math.max(...figures.map((one) => one.perSecond)),
      perRedisSecond: Math.max(...figures.map((one) => one.perRedisSecond)),
    };
  } finally {
    await redis.stop();
  }
}
