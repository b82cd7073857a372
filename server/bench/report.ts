import type { PayloadSize } from './frames.ts';
import type { IdleFigures } from './measureIdle.ts';
import type { RelayFigures } from './measureRelay.ts';

export type RelayTable = ReadonlyMap<PayloadSize, ReadonlyMap<string, RelayFigures>>;
export type IdleTable = ReadonlyMap<string, readonly IdleFigures[]>;

const PRODUCT = 'suhbatdosh';
/** It answers every message, as tRPC must, and so does the same work. */
const FLOOR = 'ws-json-ack';

const over = (value: number, floor: number | undefined): string =>
  floor === undefined || floor === 0 ? '' : `${(value / floor).toFixed(2)}×`;

const cells = (...texts: string[]): string =>
  texts.map((text, column) => (column === 0 ? text.padEnd(28) : text.padStart(11))).join('');

export function printRelay(table: RelayTable): void {
  for (const [size, targets] of table) {
    const floor = targets.get(FLOOR);
    console.log(`\nRelay, ${size}: server time a message, × ${FLOOR}`);
    console.log(cells('', 'saturated', '', '1000/s', '', 'p50', 'p99', 'most', 'lost'));
    for (const [name, one] of targets) {
      const saturated = [`${one.saturatedUs.toFixed(1)} µs`, over(one.saturatedUs, floor?.saturatedUs)];
      const calm = [`${one.calmUs.toFixed(0)} µs`, over(one.calmUs, floor?.calmUs)];
      const delay = [`${one.calmP50Ms.toFixed(2)} ms`, `${one.calmP99Ms.toFixed(1)} ms`];
      const rest = [`${(one.perSecond / 1000).toFixed(1)} k/s`, String(one.lost)];
      console.log(cells(name, ...saturated, ...calm, ...delay, ...rest));
    }
  }
}

export function printIdle(table: IdleTable): void {
  console.log('\nConnected and idle');
  console.log(cells('', 'users', 'memory', 'connecting', '', 'idle CPU'));
  const floors = table.get(FLOOR) ?? [];
  for (const [name, figures] of table) {
    for (const one of figures) {
      const floor = floors.find((other) => other.users === one.users);
      console.log(
        cells(
          name,
          String(one.users),
          `${(one.rssBytesPerUser / 1000).toFixed(1)} kB`,
          `${one.connectUs.toFixed(0)} µs`,
          over(one.connectUs, floor?.connectUs),
          `${(one.idleShare * 100).toFixed(2)} %`,
        ),
      );
    }
  }
}

interface Verdict {
  what: string;
  measured: number;
  aim: number;
  unit: string;
}

function relayVerdicts(table: RelayTable): Verdict[] {
  const small = table.get('300 B');
  const [ours, floor] = [small?.get(PRODUCT), small?.get(FLOOR)];
  if (ours === undefined || floor === undefined) return [];
  return [
    {
      what: `server time of a relayed message, × ${FLOOR}`,
      measured: ours.saturatedUs / floor.saturatedUs,
      aim: 2.2,
      unit: '×',
    },
    {
      what: `median delay at 1000/s, × ${FLOOR}`,
      measured: ours.calmP50Ms / floor.calmP50Ms,
      aim: 1.5,
      unit: '×',
    },
  ];
}

function idleVerdicts(table: IdleTable): Verdict[] {
  const many = table.get(PRODUCT)?.at(-1);
  if (many === undefined) return [];
  const floor = table.get(FLOOR)?.find(({ users }) => users === many.users);
  return [
    {
      what: `memory of one of ${many.users} idle users`,
      measured: many.rssBytesPerUser / 1000,
      aim: 30,
      unit: ' kB',
    },
    { what: `${many.users} idle users, of one core`, measured: many.idleShare * 100, aim: 1, unit: ' %' },
    ...(floor === undefined
      ? []
      : [
          {
            what: `server time to let one in, × ${FLOOR}`,
            measured: many.connectUs / floor.connectUs,
            aim: 2.2,
            unit: '×',
          },
        ]),
  ];
}

/** Says which aims are met; false when messages were lost, which no slow machine excuses. */
export function printVerdicts(relay: RelayTable, idle: IdleTable): boolean {
  const lost = [...relay.values()]
    .flatMap((targets) => [...targets.values()])
    .reduce((sum, one) => sum + one.lost, 0);
  const verdicts: Verdict[] = [
    ...(relay.size > 0 ? [{ what: 'messages lost', measured: lost, aim: 0, unit: '' }] : []),
    ...relayVerdicts(relay),
    ...idleVerdicts(idle),
  ];
  console.log('\nAims');
  for (const { what, measured, aim, unit } of verdicts) {
    const figures = `${Number(measured.toFixed(2))}${unit}, aim ${aim}${unit}`;
    console.log(`  ${measured <= aim ? 'pass  ' : 'missed'}  ${what}: ${figures}`);
  }
  return lost === 0;
}
