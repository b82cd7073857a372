import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { countPushes, measureArchive, observeHouse } from '../composeMetrics.ts';
import { createFakeArchive } from '../testing/fakeArchive.ts';
import { createConnections } from '../transport/connections.ts';
import { createTransportMetrics } from '../transport/transportMetrics.ts';
import { metricNamesIn } from './metricNamesIn.ts';

/** The files that Grafana and Prometheus read speak of metrics that the server has. */

const read = (path: string): string => readFileSync(join(import.meta.dirname, '../../../docs', path), 'utf8');

/** Prometheus's own, of every target. */
const BUILT_IN = ['up'];
const SUFFIXES = { histogram: ['_bucket', '_sum', '_count'] } as const;

async function allMetrics(): Promise<MetricObjectWithValues<MetricValue<string>>[]> {
  const registry = new Registry();
  createTransportMetrics(registry, createConnections());
  measureArchive(createFakeArchive().archive, registry);
  countPushes(registry);
  const nothing = async (): Promise<number> => 0;
  observeHouse(registry, {
    database: {
      isEmbedded: false,
      pool: () => ({ busy: 0, idle: 0, waiting: 0 }),
      dump: null,
      use: nothing as never,
      transaction: nothing as never,
      ping: async () => {},
      close: async () => {},
    },
    online: nothing,
    waiting: async () => ({ roulette: 0, level: 0 }),
    sessions: nothing,
    writesWaiting: () => 0,
    checks: { database: async () => {} },
  });
  return registry.getMetricsAsJSON();
}

const metrics = await allMetrics();
const names = new Set(
  metrics.flatMap(({ name, type }) =>
    String(type) === 'histogram' ? SUFFIXES.histogram.map((suffix) => name + suffix) : [name],
  ),
);

const missing = (expression: string): string[] =>
  metricNamesIn(expression).filter((name) => !names.has(name) && !BUILT_IN.includes(name));

test('every metric of ours has words and a unit or a count in its name', () => {
  const ours = metrics.filter(({ name }) => name.startsWith('suhbatdosh_'));
  expect(ours.length).toBeGreaterThan(15);
  for (const { name, help, type } of ours) {
    expect(help, name).toMatch(/^.{8,}\.$/s);
    if (String(type) === 'counter') expect(name).toMatch(/_total$/);
    if (String(type) === 'histogram') expect(name).toMatch(/_seconds$/);
  }
});

describe('the dashboard', () => {
  interface Panel {
    id: number;
    title: string;
    type: string;
    gridPos: { x: number; y: number; w: number; h: number };
    targets?: { expr: string }[];
  }
  const dashboard = JSON.parse(read('grafana/suhbatdosh.json')) as { uid: string; panels: Panel[] };
  const queries = dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => [title, expr.replaceAll('$__rate_interval', '5m')] as const),
  );

  test.each(queries)('%s asks for metrics that there are: %s', (_title, expression) => {
    expect(metricNamesIn(expression).length).toBeGreaterThan(0);
    expect(missing(expression)).toEqual([]);
  });

  test('shows every metric of ours', () => {
    const asked = new Set(queries.flatMap(([, expression]) => metricNamesIn(expression)));
    const ours = metrics.filter(({ name }) => name.startsWith('suhbatdosh_'));
    expect(
      ours
        .filter(({ name, type }) => !asked.has(String(type) === 'histogram' ? `${name}_bucket` : name))
        .map(({ name }) => name),
    ).toEqual([]);
  });

  test('has panels that do not cover each other', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});

describe('the alarms', () => {
  interface Rule {
    alert: string;
    expr: string;
    for?: string;
    labels: { severity: string };
    annotations: { summary: string };
  }
  const { groups } = parse(read('prometheus/alerts.yml')) as { groups: { name: string; rules: Rule[] }[] };
  const rules = groups.flatMap((group) => group.rules);

  test.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s looks at metrics that there are, and the operator is told what to do',
    (name, rule) => {
      expect(name).toMatch(/^Suhbatdosh[A-Za-z]+$/);
      expect(metricNamesIn(rule.expr).length).toBeGreaterThan(0);
      expect(missing(rule.expr)).toEqual([]);
      expect(rule.for ?? '1m').toMatch(/^\d+m$/);
      expect(['page', 'ticket']).toContain(rule.labels.severity);
      expect(rule.annotations.summary).toMatch(/\S/);
      expect(read('OPERATIONS.md')).toMatch(new RegExp(`\\*\\*\`?${name}\`?\\*\\*.{80,}`));
    },
  );

  test('are of things that can happen: every one has another name', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe('the reader of expressions', () => {
  test.each([
    ['max(sum by (instance) (suhbatdosh_waiting{job="a)b"})) >= 4', ['suhbatdosh_waiting']],
    ['60 * rate(a_total[5m]) / b_count{c="d"} and e > 1e6', ['a_total', 'b_count', 'e']],
  ])('finds the metrics of %s', (expression, found) => {
    expect(metricNamesIn(expression)).toEqual(found);
  });

  test.each(['sum(a', 'sum(a))', 'rate(a[5m)]', 'sun(a)'])('refuses %s', (expression) => {
    expect(() => metricNamesIn(expression)).toThrow(/brackets|no function/);
  });
});
