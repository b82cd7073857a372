import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { matchRows } from '../src/matching/matchPlannedRound.ts';
import { createWaitingBook, type WaitingBook } from '../src/matching/waitingBook.ts';
import { yearOf } from '../src/clock/yearOf.ts';
import type { Ticket } from '../src/matching/Ticket.ts';
import { makeQueue, seededRandom, type QueueShape } from './matcherQueue.ts';

/**
 * `npm run bench:matcher`: what pairing a queue costs, on one core, against a shuffle of as many numbers in the same
 * run. Figures of two runs are not to be compared, the ratios are. `--largest N` leaves out longer queues.
 *
 * A round is all that keeps the server from doing anything else: lining the queue up, matching, handing out each pair.
 * Beside it stands what was paid before, when the tickets of the pair came in: their place by user, and their rows.
 */
const { values } = parseArgs({ options: { largest: { type: 'string', default: '1000000' } } });
const SIZES = [1_000, 10_000, 100_000, 1_000_000].filter((size) => size <= Number(values.largest));
const AIM_NS = 400;
const SAMPLING_MS = 2_000;
const LEAST_NS = 40e6;
const NOW = Date.UTC(2026, 10, 22);

/** Time on a core of this thread alone, in nanoseconds: true on a busy machine, and without the collector's helpers. */
function coreNs(): number {
  const [onCore = '0'] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(onCore);
}

/** What one run costs: the best of some samples, because whatever else the machine did can only have made one worse. */
function best(run: () => void): number {
  let lowest = Infinity;
  const startedAt = performance.now();
  for (let sample = 0; sample < 5 || performance.now() - startedAt < SAMPLING_MS; sample++) {
    const before = coreNs();
    let runs = 0;
    // The kernel counts in steps of up to 4 ms.
    for (; runs === 0 || coreNs() - before < LEAST_NS; runs++) run();
    lowest = Math.min(lowest, (coreNs() - before) / runs);
  }
  return lowest;
}

function shuffle(numbers: Int32Array, random: () => number): void {
  for (let place = numbers.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1));
    const kept = numbers[place] ?? 0;
    numbers[place] = numbers[other] ?? 0;
    numbers[other] = kept;
  }
}

interface Figures {
  pairs: number;
  roundNs: number;
  comingNs: number;
  floorNs: number;
}

function comeIn(book: WaitingBook, queue: readonly Ticket[]): void {
  for (const ticket of queue) book.set(ticket);
}

function countPairs(book: WaitingBook, random: () => number): number {
  let pairs = 0;
  for (const pair of matchRows(book.lineUp(yearOf(NOW)), [], { now: NOW, random })) pairs += pair.length / 2;
  return pairs;
}

function measure(shape: QueueShape): Figures {
  const queue = makeQueue(shape);
  const random = seededRandom(1);
  const book = createWaitingBook();
  comeIn(book, queue);
  let pairs = 0;
  const roundNs = best(() => (pairs = countPairs(book, random)));
  const comingNs = best(() => comeIn(createWaitingBook(), queue));
  const numbers = Int32Array.from({ length: shape.waiting }, (_, place) => place);
  const floorNs = best(() => shuffle(numbers, random));
  return {
    pairs,
    roundNs: roundNs / pairs,
    comingNs: comingNs / pairs,
    floorNs: (2 * floorNs) / shape.waiting,
  };
}

const row = (...cells: string[]): void =>
  console.log(cells.map((text, column) => (column === 0 ? text.padEnd(34) : text.padStart(12))).join(''));

const KINDS = {
  'half a block, 3 recent partners': { blocks: 0.5, recent: 3 },
  neither: { blocks: 0, recent: 0 },
  '20 blocks, 3 recent partners': { blocks: 20, recent: 3 },
} as const;

console.log(`Node ${process.version}, load average ${loadavg()[0]?.toFixed(1)}; time on a core, a pair`);
row('', 'waiting', 'pairs', 'round', 'shuffle', 'ratio', 'coming in');
// Whatever is measured first would pay for the compiler.
measure({ waiting: 20_000, now: NOW, longestWaitMs: 20_000, ...KINDS['half a block, 3 recent partners'] });
const aims: number[] = [];
for (const [name, kind] of Object.entries(KINDS)) {
  for (const waiting of SIZES) {
    if (kind.blocks > 1 && waiting > 100_000) continue;
    const { pairs, roundNs, comingNs, floorNs } = measure({
      waiting,
      now: NOW,
      longestWaitMs: 20_000,
      ...kind,
    });
    row(
      name,
      String(waiting),
      String(pairs),
      `${roundNs.toFixed(0)} ns`,
      `${floorNs.toFixed(0)} ns`,
      `${(roundNs / floorNs).toFixed(1)}×`,
      `${comingNs.toFixed(0)} ns`,
    );
    if (kind.blocks === 0.5) aims.push(roundNs);
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
