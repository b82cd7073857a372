import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RIGHT_PROBES, WRONG_PROBES } from './lintProbes.ts';

const repository = join(import.meta.dirname, '../../..');

interface Report {
  diagnostics: { code: string; filename: string; message: string }[];
}

let tree = '';
let report: Report = { diagnostics: [] };

async function lint(): Promise<Report> {
  const run = promisify(execFile)(
    process.execPath,
    [join(repository, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'],
    { cwd: tree, maxBuffer: 16 * 1024 * 1024 },
  );
  // Findings make it exit with 1, which is what is wanted here.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Report;
}

/** What was found in one probe, without the lines and words. */
const codesAt = (path: string): string[] =>
  report.diagnostics.filter((finding) => finding.filename === path).map((finding) => finding.code);

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'fences-'));
  await copyFile(join(repository, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
  await writeFile(
    join(tree, 'tsconfig.json'),
    '{ "compilerOptions": { "strict": true, "jsx": "preserve" } }',
  );
  for (const probe of [...WRONG_PROBES, ...RIGHT_PROBES]) {
    const path = join(tree, probe.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, probe.code);
  }
  report = await lint();
});

afterAll(() => rm(tree, { recursive: true, force: true }));

test.each(WRONG_PROBES)('$what is refused', ({ path, rule }) => {
  expect(codesAt(path)).toContain(rule);
});

test.each(RIGHT_PROBES)('$path is let through', ({ path }) => {
  expect(codesAt(path)).toEqual([]);
});
