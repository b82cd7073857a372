import type { PayloadSize } from './frames.ts';
import type { IdleFigures } from './measureIdle.ts';
import type { MatchFigures } from './measureMatches.ts';
import type { RelayFigures } from './measureRelay.ts';
import type { Statements } from './measureStatements.ts';

export type RelayTable = ReadonlyMap<PayloadSize, ReadonlyMap<string, RelayFigures>>;
export type IdleTable = ReadonlyMap<string, readonly IdleFigures[]>;

export interface BenchResult {
  relay: RelayTable;
  idle: IdleTable;
  statements: Statements;
  /** null: there is no Redis on this machine. */
  matches: MatchFigures | null;
}

export const PRODUCT = 'suhbatdosh';
/** It answers every message, as tRPC must, and so does the same work. */
export const FLOOR = 'ws-json-ack';
/** What the floor does where somebody comes: the WebSocket's handshake, here with the login. */
export const PRODUCT_HANDSHAKE = 'suhbatdosh, handshake';
/** The handshake, the wish for a stream, and the two answers to it. */
export const STREAM_FLOOR = 'ws-json-stream';

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
  console.log('\nOnline and idle; letting one in, × bare ws and × ws with an answered stream');
  console.log(cells('', 'online', 'memory', 'each', 'idle CPU', 'one in', '× bare', '× stream'));
  for (const [name, figures] of table) {
    for (const one of figures) {
      // Of a few nearly all is what the program itself takes; letting in the first ones is paying the compiler.
      const isMany = one.users >= 1000;
      const ofOne = isMany ? [`${(one.rssBytesPerUser / 1000).toFixed(1)} kB`] : [''];
      const letIn = [
        `${one.connectUs.toFixed(0)} µs`,
        over(one.connectUs, connectUsOf(table, FLOOR)),
        over(one.connectUs, connectUsOf(table, STREAM_FLOOR)),
      ];
      const rss = `${(one.rssBytes / 1e6).toFixed(0)} MB`;
      const idle = `${(one.idleShare * 100).toFixed(2)} %`;
      console.log(cells(name, String(one.users), rss, ...ofOne, idle, ...(isMany ? letIn : [])));
    }
  }
}

/** Of the largest crowd that was measured. */
const connectUsOf = (table: IdleTable, name: string): number | undefined =>
  table.get(name)?.at(-1)?.connectUs;

export function printStores({ statements, matches }: Pick<BenchResult, 'statements' | 'matches'>): void {
  const { join, match, end } = statements;
  console.log(`\nSQL statements: ${join} a join, ${match} a match, ${end} an end`);
  if (matches === null) return;
  const inK = (perSecond: number): string => `${(perSecond / 1000).toFixed(1)} k`;
  console.log(
    `Redis: ${inK(matches.perSecond)} matches a second with one server, ${inK(matches.perRedisSecond)} a second of its core`,
  );
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
  const inTimesOf = (name: string, floor: string): Verdict[] => {
    const [ownUs, floorUs] = [connectUsOf(table, name), connectUsOf(table, floor)];
    if (ownUs === undefined || floorUs === undefined) return [];
    const what = `server time to let one in: ${name}, × ${floor}`;
    return [{ what, measured: ownUs / floorUs, aim: 2.2, unit: '×' }];
  };
  return [
    {
      what: `memory of one of ${many.users} idle users`,
      measured: many.rssBytesPerUser / 1000,
      aim: 30,
      unit: ' kB',
    },
    { what: `${many.users} idle users, of one core`, measured: many.idleShare * 100, aim: 1, unit: ' %' },
    ...inTimesOf(PRODUCT_HANDSHAKE, FLOOR),
    ...inTimesOf(PRODUCT, STREAM_FLOOR),
    ...inTimesOf(PRODUCT, FLOOR),
  ];
}

function storeVerdicts({ statements, matches }: Pick<BenchResult, 'statements' | 'matches'>): Verdict[] {
  return [
    { what: 'SQL statements a join', measured: statements.join, aim: 0, unit: '' },
    { what: 'SQL statements a match', measured: statements.match, aim: 1, unit: '' },
    { what: 'SQL statements an end', measured: statements.end, aim: 1, unit: '' },
    ...(matches === null
      ? []
      : [
          { what: "Redis's own time a match", measured: 1e6 / matches.perRedisSecond, aim: 200, unit: ' µs' },
        ]),
  ];
}

/** Says which aims are met; false when messages were lost, which no slow machine excuses. */
export function printVerdicts({ relay, idle, ...stores }: BenchResult): boolean {
  const lost = [...relay.values()]
    .flatMap((targets) => [...targets.values()])
    .reduce((sum, one) => sum + one.lost, 0);
  const verdicts: Verdict[] = [
    ...(relay.size > 0 ? [{ what: 'messages lost', measured: lost, aim: 0, unit: '' }] : []),
    ...relayVerdicts(relay),
    ...idleVerdicts(idle),
    ...storeVerdicts(stores),
  ];
  console.log('\nAims');
  for (const { what, measured, aim, unit } of verdicts) {
    const figures = `${Number(measured.toFixed(2))}${unit}, aim ${aim}${unit}`;
    console.log(`  ${measured <= aim ? 'pass  ' : 'missed'}  ${what}: ${figures}`);
  }
  return lost === 0;
}
