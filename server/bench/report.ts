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

/** Says which aims are met; false when messages were lost, which no slow machine excuses. */
export function printVerdicts(relay: RelayTable, idle: IdleTable): boolean {
  const small = relay.get('300 B');
  const [ours, floor] = [small?.get(PRODUCT), small?.get(FLOOR)];
  const many = idle.get(PRODUCT)?.at(-1);
  const lost = [...relay.values()]
    .flatMap((targets) => [...targets.values()])
    .reduce((sum, one) => sum + one.lost, 0);
  const aims: [text: string, isMet: boolean][] = [];
  if (ours !== undefined && floor !== undefined) {
    aims.push(
      ['no message is lost', lost === 0],
      [`a relayed message costs at most 2.2 × ${FLOOR}`, ours.saturatedUs <= 2.2 * floor.saturatedUs],
      [`at 1000/s it is there within 1.5 × the time of ${FLOOR}`, ours.calmP50Ms <= 1.5 * floor.calmP50Ms],
    );
  }
  if (many !== undefined) {
    aims.push(
      [`one of ${many.users} idle users takes at most 30 kB`, many.rssBytesPerUser <= 30_000],
      [`${many.users} idle users take at most 1 % of a core`, many.idleShare <= 0.01],
    );
  }
  console.log('\nAims');
  for (const [text, isMet] of aims) console.log(`  ${isMet ? 'met ' : 'MISS'}  ${text}`);
  return lost === 0;
}
