import { parseArgs } from 'node:util';
import { simulateDay } from './simulateDay.ts';
import { toFigures } from './waitFigures.ts';

/** `npm run simulate`: how long people wait on sites of several sizes. `--hours N`, `--seed N`. */
const { values } = parseArgs({
  options: { hours: { type: 'string', default: '12' }, seed: { type: 'string', default: '1' } },
});
const SITES = [10, 50, 200, 1_000];
/** Rounds that nobody may be passed over for longer. */
const MOST_ROUNDS = 2;

const row = (...cells: string[]): void =>
  console.log(cells.map((text, column) => text.padEnd(column === 1 ? 24 : 10)).join(''));

row('online', '', 'joined', 'matched', 'p50', 'p95');
let isFair = true;
let isShort = true;
const verdict = (isMet: boolean): string => (isMet ? 'met ' : 'MISS');
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
  console.log(`          passed over in 1, 2, … rounds: ${day.passedOver.slice(1).join(', ')}`);
  console.log(
    `          of these for somebody who came later: ${day.passedOverForLater.slice(1).join(', ')}`,
  );
  isShort &&= day.passedOver.length - 1 <= MOST_ROUNDS;
  isFair &&= day.passedOverForLater.length - 1 <= MOST_ROUNDS;
}
console.log(`
${verdict(isShort)}  nobody with an allowed partner waits for more than ${MOST_ROUNDS} rounds
${verdict(isFair)}  nobody, for more than ${MOST_ROUNDS} rounds, while a partner of his goes to somebody who came later`);
process.exitCode = isFair ? 0 : 1;
