import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { PayloadSize } from './frames.ts';
import { redisServerPath } from '../src/redis/testRedis.ts';
import { measureIdle, type IdleFigures } from './measureIdle.ts';
import { measureMatches } from './measureMatches.ts';
import { measureRelay, RELAY_SOCKETS, type RelayFigures } from './measureRelay.ts';
import { measureStatements } from './measureStatements.ts';
import { openBenchDatabase } from './openBenchDatabase.ts';
import {
  FLOOR,
  printIdle,
  printRelay,
  printStores,
  printVerdicts,
  PRODUCT,
  PRODUCT_HANDSHAKE,
  STREAM_FLOOR,
} from './report.ts';
import { startFloor } from './startFloor.ts';
import { type ProductOptions, startProduct } from './startProduct.ts';
import type { Target } from './Target.ts';

/**
 * `npm run bench`: what the real server costs, against the least that a relay in Node can cost, in one run. Figures of
 * two runs are not to be compared, the ratios are. `--rounds N`, `--users N` (idle), `--skip relay,idle`. What the
 * matcher alone costs says `npm run bench:matcher`.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    users: { type: 'string', default: '5000' },
    skip: { type: 'string', default: '' },
  },
});
const skipped = values.skip.split(',');
const rounds = Number(values.rounds);
const mostUsers = Number(values.users);
const online = [...new Set([10, 100, 1000, mostUsers])].filter((users) => users <= mostUsers);
/** The time after which a silent socket is pinged, so that each is pinged once. */
const IDLE_MS = 20_000;
const SIZES: readonly PayloadSize[] = ['300 B', '3 kB'];

/** The best of all rounds: whatever else the machine did can only have made a figure worse. Losses add up. */
function best(figures: readonly RelayFigures[]): RelayFigures {
  const lowest = (pick: (one: RelayFigures) => number): number => Math.min(...figures.map(pick));
  return {
    saturatedUs: lowest((one) => one.saturatedUs),
    calmUs: lowest((one) => one.calmUs),
    calmP50Ms: lowest((one) => one.calmP50Ms),
    calmP99Ms: lowest((one) => one.calmP99Ms),
    perSecond: Math.max(...figures.map((one) => one.perSecond)),
    lost: figures.reduce((sum, one) => sum + one.lost, 0),
  };
}

/** Every product, size and round has two hundred users to itself: the limits of a user and of a session stay as they are. */
let nextUser = 0;
const takeUsers = (): number => (nextUser += RELAY_SOCKETS) - RELAY_SOCKETS;

async function benchRelay(targets: readonly Target[], size: PayloadSize) {
  const figures = new Map<string, RelayFigures[]>(targets.map((target) => [target.name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const target of targets) {
      const firstUser = target.isProduct ? takeUsers() : 0;
      figures.get(target.name)?.push(await measureRelay(target, size, firstUser));
    }
  }
  return new Map([...figures].map(([name, all]) => [name, best(all)]));
}

async function benchIdle(
  start: () => Promise<Target>,
  usersOnline: readonly number[],
): Promise<IdleFigures[]> {
  const figures: IdleFigures[] = [];
  for (const users of usersOnline) {
    const target = await start();
    figures.push(await measureIdle(target, { users, firstUser: 0, idleMs: IDLE_MS }));
    await target.stop();
  }
  return figures;
}

/** Letting in is over in seconds: once more on fresh servers, all kinds in turn, and the best of each. */
async function letInAgain(starts: ReadonlyMap<string, () => Promise<Target>>): Promise<void> {
  for (const [name, start] of starts) {
    const target = await start();
    const { connectUs } = await measureIdle(target, { users: mostUsers, firstUser: 0, idleMs: 0 });
    await target.stop();
    const many = idle.get(name)?.at(-1);
    if (many) many.connectUs = Math.min(many.connectUs, connectUs);
  }
}

type ProductKind = Partial<Pick<ProductOptions, 'trpcSource' | 'hasStream'>>;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const relayUsers = 2 * SIZES.length * rounds * RELAY_SOCKETS;
const database = await openBenchDatabase(Math.max(mostUsers, relayUsers));
const product =
  (name: string, { trpcSource = 'on', hasStream = true }: ProductKind = {}) =>
  () =>
    startProduct({ ...database, name, trpcSource, hasStream });

console.log(`Node ${process.version}, ${database.description}, load average ${loadavg()[0]?.toFixed(1)}`);
const relay = new Map<PayloadSize, Map<string, RelayFigures>>();
const idle = new Map<string, IdleFigures[]>();
try {
  if (!skipped.includes('relay')) {
    const targets: Target[] = [];
    for (const mode of ['raw', 'json', 'json-ack'] as const) targets.push(await startFloor(mode));
    targets.push(await product(PRODUCT)());
    // An embedded database has one owner: there the two cannot run side by side.
    if (database.databaseUrl !== null) {
      targets.push(await product('suhbatdosh, published tRPC', { trpcSource: 'off' })());
    }
    for (const size of SIZES) relay.set(size, await benchRelay(targets, size));
    await Promise.all(targets.map((target) => target.stop()));
    printRelay(relay);
  }
  if (!skipped.includes('idle')) {
    const starts = new Map<string, () => Promise<Target>>([
      [FLOOR, () => startFloor('json-ack')],
      [STREAM_FLOOR, () => startFloor('json-stream')],
      [PRODUCT_HANDSHAKE, product(PRODUCT_HANDSHAKE, { hasStream: false })],
      [PRODUCT, product(PRODUCT)],
    ]);
    for (const [name, start] of starts) {
      idle.set(name, await benchIdle(start, name === PRODUCT ? online : [mostUsers]));
    }
    for (let round = 1; round < rounds; round++) await letInAgain(starts);
    printIdle(idle);
  }
  const stores = {
    statements: await measureStatements(),
    matches: redisServerPath === null ? null : await measureMatches(),
  };
  printStores(stores);
  process.exitCode = printVerdicts({ relay, idle, ...stores }) ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
await database.remove();
// After a failure servers may still run; they end with this process.
process.exit();
