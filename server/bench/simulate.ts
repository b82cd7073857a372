import { parseArgs } from 'node:util';
import { simulateDay } from './simulateDay.ts';
import { toFigures } from './waitFigures.ts';

/** `npm run simulate`: how long people wait on sites of several sizes. `--hours N`, `--seed N`. */
const { values } = parseArgs({
  options: { hours: { type: 'string', default: '12' }, seed: { type: 'string', default: '1' } },
});
const SITES = [10, 50, 200, 1_000];
/** In more rounds than these nobody may be passed over. */
const MOST_ROUNDS = 2;

const row = (...cells: string[]): void =>
  console.log(cells.map((text, column) => text.padEnd(column === 1 ? 24 : 10)).join(''));

row('online', '', 'joined', 'matched', 'p50', 'p95');
let isShort = true;
for (const online of SITES) {
  const day = simulateDay({ online, hours: Number(values.hours), seed: Number(values.seed) });
  const kinds = {
    roulette: day.waits.filter(({ mode }) => mode === 'roulette'),
    level: day.waits.filter(({ mode }) => mode === 'level'),
    'level, up to 4 or from 8': day.waits.filter(({ mode, isRare }) => mode === 'level' && isRare),
  };
  for (const [kind, waits] of Object.entries(kinds)) {
    if (waits.length === 0) continue;
    const { joined, matchedShare, p50S, p95S } = toFigures(waits);
    const times = [`${p50S.toFixed(0)} s`, `${p95S.toFixed(0)} s`];
    row(String(online), kind, String(joined), `${(100 * matchedShare).toFixed(1)} %`, ...times);
  }
  const rounds = (histogram: readonly number[]): string => histogram.slice(1).join(', ') || '0';
  console.log(`          passed over in 1, 2, … rounds: ${rounds(day.passedOver)}`);
  console.log(`          all partners taken by longer waiting, in 1, 2, … rounds: ${rounds(day.outwaited)}`);
  isShort &&= day.passedOver.length - 1 <= MOST_ROUNDS;
}
console.log(`
${isShort ? 'met ' : 'MISS'}  nobody with an allowed partner waits for more than ${MOST_ROUNDS} rounds`);
process.exitCode = isShort ? 0 : 1;
