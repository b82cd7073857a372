import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { yearOf } from '../src/clock/yearOf.ts';
import { matchRows } from '../src/matching/matchPlannedRound.ts';
import type { Pair, Ticket } from '../src/matching/Ticket.ts';
import { createWaitingBook, type WaitingBook } from '../src/matching/waitingBook.ts';
import { makeQueue, seededRandom, type QueueShape } from './matcherQueue.ts';

/**
 * `npm run bench:matcher`: what pairing a queue costs, on one core, against two floors of the same run. Figures of two
 * runs are not to be compared, the ratios are. `--largest N` leaves out longer queues.
 *
 * A round is all that keeps the server from doing anything else: lining the queue up (tidying what came and left since
 * the last round, also those who came late), matching, handing out each pair. Before every round everybody leaves, in
 * any order, and comes again, one in a hundred late: a book that has just been filled would be tidier than any that has
 * lived. That is the column "coming": their places by user, and their rows. The garbage of it is collected before the
 * round, which pays for its own only; and the collector's own threads, which go on for a while, are left to end.
 *
 * The floors: a shuffle of as many numbers, and going once to each ticket, in any order, with nothing to wait for. A
 * round with a plan (for nine in ten) says what the usual one costs, whose pairs were chosen ahead.
 */
const { values } = parseArgs({ options: { largest: { type: 'string', default: '1000000' } } });
const SIZES = [1_000, 10_000, 100_000, 1_000_000].filter((size) => size <= Number(values.largest));
const AIM_NS = 400;
const SAMPLING_MS = 1_500;
/** The best of fewer would be luck. */
const LEAST_SAMPLES = 12;
const REST_MS_A_TICKET = 0.000_4;
const LATE_SHARE = 0.01;
const PLANNED_SHARE = 0.9;
const NOW = Date.UTC(2026, 10, 22);
const YEAR = yearOf(NOW);

interface Work {
  /** Comes before each run and is not counted. */
  prepare?(): void;
  run(): void;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function rest(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, ms);
}

/** Nanoseconds. The best is what the work costs; in the median are other programs and the collector of garbage. */
interface Cost {
  best: number;
  median: number;
}

function costOf({ prepare, run }: Work): Cost {
  const samples: number[] = [];
  const startedAt = performance.now();
  while (samples.length < LEAST_SAMPLES || performance.now() - startedAt < SAMPLING_MS) {
    prepare?.();
    const before = performance.now();
    run();
    samples.push(1e6 * (performance.now() - before));
  }
  samples.sort((a, b) => a - b);
  return { best: samples[0] ?? 0, median: samples[samples.length >> 1] ?? 0 };
}

const per = ({ best, median }: Cost, count: number): Cost => ({ best: best / count, median: median / count });

function shuffle(numbers: Int32Array, random: () => number): void {
  for (let place = numbers.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1));
    const kept = numbers[place] ?? 0;
    numbers[place] = numbers[other] ?? 0;
    numbers[other] = kept;
  }
}

const numbersTo = (size: number): Int32Array => Int32Array.from({ length: size }, (_, number) => number);

function inAnyOrder(queue: readonly Ticket[], random: () => number): Ticket[] {
  const numbers = numbersTo(queue.length);
  shuffle(numbers, random);
  return Array.from(numbers, (number) => queue[number]).filter((ticket) => ticket !== undefined);
}

/** The same people, some of whom come only when all others are there. */
function withLate(queue: readonly Ticket[], random: () => number): Ticket[] {
  const isLate = new Set(queue.filter(() => random() < LATE_SHARE));
  return [...queue.filter((ticket) => !isLate.has(ticket)), ...isLate];
}

interface Figures {
  pairs: number;
  round: Cost;
  planned: Cost;
  coming: Cost;
  shuffling: Cost;
  reading: Cost;
}

function countPairs(book: WaitingBook, plan: readonly Pair[], random: () => number): number {
  let pairs = 0;
  for (const pair of matchRows(book.lineUp(YEAR), plan, { now: NOW, random })) pairs += pair.length / 2;
  return pairs;
}

function measure(shape: QueueShape): Figures {
  const queue = makeQueue(shape);
  const random = seededRandom(1);
  const arriving = withLate(queue, random);
  const leaving = inAnyOrder(queue, random);
  const book = createWaitingBook();
  const comeAgain = (): void => {
    for (const ticket of leaving) book.delete(ticket.userId);
    for (const ticket of arriving) book.set(ticket);
  };
  const prepare = (): void => {
    comeAgain();
    collectGarbage();
    rest(shape.waiting * REST_MS_A_TICKET);
  };
  comeAgain();
  const plan = [...matchRows(book.lineUp(YEAR), [], { now: NOW, random })].filter(
    () => random() < PLANNED_SHARE,
  );
  let pairs = 0;
  const round = costOf({ prepare, run: () => (pairs = countPairs(book, [], random)) });
  const planned = costOf({ prepare, run: () => countPairs(book, plan, random) });
  const coming = costOf({ run: comeAgain });
  const numbers = numbersTo(shape.waiting);
  const shuffling = costOf({ run: () => shuffle(numbers, random) });
  let read = 0;
  const reading = costOf({ run: () => leaving.forEach((ticket) => (read ^= ticket.failures)) });
  if (read !== 0) throw new Error('a ticket of the bench has failed');
  return {
    pairs,
    round: per(round, pairs),
    planned: per(planned, pairs),
    coming: per(coming, pairs),
    shuffling: per(shuffling, shape.waiting / 2),
    reading: per(reading, shape.waiting / 2),
  };
}

const row = (...cells: string[]): void =>
  console.log(cells.map((text, column) => (column === 0 ? text.padEnd(34) : text.padStart(13))).join(''));
const toText = ({ best, median }: Cost): string => `${best.toFixed(0)} / ${median.toFixed(0)}`;

const KINDS = {
  'half a block, 3 recent partners': { blocks: 0.5, recent: 3 },
  neither: { blocks: 0, recent: 0 },
  '20 blocks, 3 recent partners': { blocks: 20, recent: 3 },
} as const;

console.log(`Node ${process.version}, load average ${loadavg()[0]?.toFixed(1)}; ns a pair, best / median`);
row('', 'waiting', 'pairs', 'round', 'with a plan', 'coming', 'shuffle', 'reading', 'round:both');
// Whatever is measured first would pay for the compiler.
measure({ waiting: 20_000, now: NOW, longestWaitMs: 20_000, ...KINDS['half a block, 3 recent partners'] });
const aims: number[] = [];
for (const [name, kind] of Object.entries(KINDS)) {
  for (const waiting of SIZES) {
    if (kind.blocks !== 0.5 && waiting > 100_000) continue;
    const figures = measure({ waiting, now: NOW, longestWaitMs: 20_000, ...kind });
    const { pairs, round, planned, coming, shuffling, reading } = figures;
    row(
      name,
      String(waiting),
      String(pairs),
      ...[round, planned, coming, shuffling, reading].map(toText),
      `${(round.best / (shuffling.best + reading.best)).toFixed(1)}×`,
    );
    if (kind.blocks === 0.5) aims.push(round.best);
  }
}

const isStraight = (aims.at(-1) ?? 0) <= 2 * (aims[0] ?? 0);
console.log('\nAims');
console.log(
  `  ${aims.every((ns) => ns <= AIM_NS) ? 'met ' : 'MISS'}  a pair costs at most ${AIM_NS} ns with blocks and recent partners`,
);
console.log(
  `  ${isStraight ? 'met ' : 'MISS'}  it costs at most twice as much in the longest queue as in the shortest`,
);
