import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { CHROMIUM, LAB_NEEDS, NAMESPACES, OUTSIDE_PROGRAMS } from './server/src/tooling/outsidePrograms.ts';
import { createSummaryReporter } from './server/src/tooling/summaryReporter.ts';

/** Vitest 5 looks for vitest.config only: run it as `vitest run --config vitest.workspace.ts` (`npm test`). */

/** An embedded PostgreSQL takes half a gigabyte and a core to start. */
const WORKERS = 2;

const chromium = CHROMIUM.find();

const server = {
  test: {
    name: 'server',
    root: 'server',
    include: ['src/**/*.test.ts', 'bench/**/*.test.ts'],
    environment: 'node',
    maxWorkers: WORKERS,
    hookTimeout: 90_000,
    testTimeout: 20_000,
    sequence: { groupOrder: 0 },
  },
};

/** Files that draw say `@vitest-environment happy-dom` themselves; the others stay in plain Node, which is ten times as fast. */
const client = {
  oxc: { jsx: { runtime: 'automatic' as const, importSource: 'preact' } },
  test: {
    name: 'client',
    root: 'client',
    include: ['src/**/*.test.{ts,tsx}', 'sw/**/*.test.ts', 'scripts/**/*.test.ts'],
    environment: 'node',
    maxWorkers: WORKERS,
    testTimeout: 10_000,
    sequence: { groupOrder: 0 },
  },
};

/** The relay's configuration and the files beside it, run by the real programs. */
const coturn = {
  test: {
    name: 'coturn',
    root: 'coturn',
    include: ['*.test.ts'],
    environment: 'node',
    maxWorkers: WORKERS,
    hookTimeout: 90_000,
    testTimeout: 20_000,
    sequence: { groupOrder: 0 },
  },
};

/** Node drives real browsers here, which mostly wait: two files at a time, after everything else. Two calls at once are all that two cores carry. */
const e2e = {
  test: {
    name: 'e2e',
    root: 'client',
    include: ['e2e/**/*.e2e.ts'],
    environment: 'node',
    env: { CHROMIUM_PATH: chromium ?? '' },
    maxWorkers: WORKERS,
    globalSetup: [join(import.meta.dirname, 'client/e2e/buildClient.ts')],
    hookTimeout: 120_000,
    testTimeout: 120_000,
    sequence: { groupOrder: 1 },
  },
};

/** The containers of docker-compose.yml, used by two browsers: `npm run test:compose`. Needs root and a Docker engine. */
const compose = {
  test: {
    ...e2e.test,
    name: 'compose',
    maxWorkers: 1,
    include: ['e2e/deployed/*.deployed.ts'],
    globalSetup: [],
    bail: 1,
    hookTimeout: 600_000,
    testTimeout: 240_000,
  },
};

/** Left out of `npm test`: runs when `--project` names it. */
const isAskedFor = ({ test }: { test: { name: string } }): boolean => process.argv.includes(test.name);

/**
 * Calls through NATs, relays and bad links (docs/CALLS.md). Most of it runs when it is asked for only
 * (`npm run test:natlab`): it takes long, and one value from a machine that does other things beside says nothing of a bound.
 */
const natlab = {
  test: {
    ...e2e.test,
    name: 'natlab',
    maxWorkers: 1,
    include: process.argv.includes('natlab')
      ? ['natlab/*.natlab.ts']
      : ['natlab/{createLab,reach}.natlab.ts'],
    testTimeout: 900_000,
    sequence: { groupOrder: 2 },
  },
};

export default defineConfig({
  test: {
    projects: [
      server,
      client,
      coturn,
      ...(chromium === null ? [] : [e2e]),
      ...(chromium !== null && LAB_NEEDS.every((program) => program.find() !== null) ? [natlab] : []),
      ...[compose].filter(isAskedFor),
    ],
    globalSetup: [join(import.meta.dirname, 'server/src/testing/runFolder.ts')],
    reporters: ['default', createSummaryReporter([...OUTSIDE_PROGRAMS, NAMESPACES])],
  },
});
