import { collectDefaultMetrics, Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Connections } from './connections.ts';

export interface TransportMetrics {
  upgrades: Counter<'outcome'>;
  socketCloses: Counter<'code'>;
  httpSeconds: Histogram<'route' | 'status'>;
  callSeconds: Histogram<'procedure' | 'transport'>;
  refusals: Counter<'code'>;
  unexpectedErrors: Counter;
}

/** Every sample of the event loop's delay wakes the process up: at the default, 10, an idle server costs 1 % of a core. */
const LAG_SAMPLE_MS = 100;

/** What the transport itself counts, beside the process's own figures. Labels come from closed sets, never from callers. */
export function createTransportMetrics(registry: Registry, connections: Connections): TransportMetrics {
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_SAMPLE_MS });
  observeGauge(registry, {
    name: 'suhbatdosh_sockets',
    help: 'Open WebSockets.',
    read: () => connections.counts().sockets,
  });
  observeGauge(registry, {
    name: 'suhbatdosh_users_connected',
    help: 'Users with at least one open WebSocket.',
    read: () => connections.counts().users,
  });
  return {
    upgrades: new Counter({
      name: 'suhbatdosh_upgrades_total',
      help: 'WebSocket upgrades: accepted, or the code of the refusal.',
      labelNames: ['outcome'],
      registers,
    }),
    socketCloses: new Counter({
      name: 'suhbatdosh_socket_closes_total',
      help: 'WebSockets closed: our close code, cut (the reader stalled), or peer.',
      labelNames: ['code'],
      registers,
    }),
    httpSeconds: new Histogram({
      name: 'suhbatdosh_http_seconds',
      help: 'Time to answer an HTTP request.',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    }),
    callSeconds: new Histogram({
      name: 'suhbatdosh_call_seconds',
      help: 'Time that a procedure takes, over http and socket; subscriptions are not in it.',
      labelNames: ['procedure', 'transport'],
      buckets: [0.005, 0.025, 0.1, 0.5, 2],
      registers,
    }),
    refusals: new Counter({
      name: 'suhbatdosh_refusals_total',
      help: 'Calls that were refused, by the code that the client was told.',
      labelNames: ['code'],
      registers,
    }),
    unexpectedErrors: new Counter({
      name: 'suhbatdosh_unexpected_errors_total',
      help: 'Errors that were answered as INTERNAL_SERVER_ERROR.',
      registers,
    }),
  };
}

/** A number that is read when /metrics is, e.g. how many are online; NaN when it cannot be had. */
export function observeGauge(
  registry: Registry,
  gauge: { name: string; help: string; read: () => number | Promise<number> },
): void {
  new Gauge({
    name: gauge.name,
    help: gauge.help,
    registers: [registry],
    async collect() {
      try {
        this.set(await gauge.read());
      } catch {
        this.set(NaN);
      }
    },
  });
}

/** Several such numbers that are told apart by a label, e.g. how many wait, by mode; NaN all of them when they cannot be had. */
export function observeGauges<Value extends string>(
  registry: Registry,
  gauge: {
    name: string;
    help: string;
    label: string;
    values: readonly Value[];
    read: () => Promise<Readonly<Record<Value, number>>>;
  },
): void {
  new Gauge({
    name: gauge.name,
    help: gauge.help,
    labelNames: [gauge.label],
    registers: [registry],
    async collect() {
      const numbers = await gauge.read().catch(() => null);
      for (const value of gauge.values) this.set({ [gauge.label]: value }, numbers?.[value] ?? NaN);
    },
  });
}
